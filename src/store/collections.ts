import type { Binary, Collection, Db } from 'mongodb';
import type { Envelope } from '../../events/index.js';

/** An event as it lies in `events`: any type, any shape version. */
export type StoredEvent = Envelope & {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The head of one ledger: the single place where its appends meet. */
export interface LedgerHead {
  /** The ledger's name. */
  readonly _id: string;
  readonly position: number;
  /** `recordedAt` of the last event. */
  readonly recordedAt: Date;
  /** Hashes of the Merkle frontier for `position` leaves, largest subtree first. */
  readonly frontier: readonly Binary[];
  /** For each read model, the generation that is read and the code version that writes it. */
  readonly models: Readonly<Record<string, ActiveModel>>;
  /** The database's clock at the last lock. */
  readonly lockedAt: Date;
  /** How often texts were removed from rows beside an append: who knows rows must read them anew. */
  readonly removals?: number;
}

export interface ActiveModel {
  readonly generation: number;
  readonly evolveVersion: number;
}

/** The receipt of a command: what it recorded, and how to tell its repetition from a misuse. */
export interface Receipt {
  readonly ledger: string;
  readonly commandId: string;
  /** Random, base64; makes the hash useless for guessing what a redacted text said. */
  readonly key?: string;
  /**
   * HMAC-SHA-256 of actor, command and input as sent, base64. Both are removed with a text that
   * the command recorded: together they would tell whether a guess of it is right.
   */
  readonly requestHash?: string;
  /** The events recorded; empty when the command changed nothing. */
  readonly positions: readonly number[];
  readonly recordedAt: Date;
}

/** The root of a complete subtree of 256^tileLevel leaves. */
export interface TreeNode {
  readonly ledger: string;
  readonly tileLevel: number;
  readonly index: number;
  readonly hash: Binary;
}

/** The figures of a quarter, frozen when it was closed. */
export interface StoredPublication {
  readonly ledger: string;
  /** The position of the `PeriodClosed` that carries its hash. */
  readonly position: number;
  readonly recordedAt: Date;
  readonly publication: Readonly<{ planId: string; quarter: string }>;
}

/** A signed tree head. What counts is the note: the fields beside it are to find it by. */
export interface Checkpoint {
  readonly ledger: string;
  readonly size: number;
  /** Base64. */
  readonly rootHash: string;
  /** C2SP tlog-checkpoint, with its signatures. */
  readonly note: string;
  /** When it was made; not signed, and good only for telling when the next is due. */
  readonly at: Date;
}

export interface Collections {
  readonly events: Collection<StoredEvent>;
  readonly ledgers: Collection<LedgerHead>;
  readonly commands: Collection<Receipt>;
  readonly tree: Collection<TreeNode>;
  readonly publications: Collection<StoredPublication>;
  readonly checkpoints: Collection<Checkpoint>;
}

export function collectionsOf(db: Db): Collections {
  return {
    events: db.collection('events'),
    ledgers: db.collection('ledgers'),
    commands: db.collection('commands'),
    tree: db.collection('tree'),
    publications: db.collection('publications'),
    checkpoints: db.collection('checkpoints'),
  };
}
