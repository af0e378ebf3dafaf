/** Who recorded an event: an opaque id, and the role under which it acted. */
export interface Actor {
  readonly id: string;
  readonly role: string;
}

/** What an event is about, for the history of each thing; absent where it does not apply. */
export interface Subject {
  readonly planId?: string;
  readonly actionId?: string;
  readonly quarter?: string;
  readonly officeIds?: readonly string[];
  readonly importId?: string;
}

/** The cell of a plan file that an event came from. */
export interface Source {
  readonly fileName: string;
  readonly sha256: string;
  readonly sheet?: string;
  /** Row as a person counts it, from 1. */
  readonly row: number;
  /** Column as a person counts it, from 1; absent when the event came from the whole row. */
  readonly column?: number;
  /** The cell (or row) to the letter. */
  readonly raw: string;
}

/** Everything about an event but its type and data. */
export interface Envelope {
  readonly ledger: string;
  /** Place in the ledger: 1…N, dense. */
  readonly position: number;
  readonly stream: string;
  /** Place in the stream: 1…n, dense. */
  readonly streamVersion: number;
  readonly schemaVersion: number;
  readonly subject: Subject;
  readonly actor: Actor;
  /** When the system learned it. */
  readonly recordedAt: Date;
  /** When it happened (local date), if told. */
  readonly occurredOn?: string;
  readonly commandId: string;
  /** One for everything that one request or one import did. */
  readonly correlationId: string;
  /** The event that caused this one, as `ledger:position`. */
  readonly causationId?: string;
  readonly reason?: string;
  readonly source?: Source;
  /** For each free text, by its path, 16 random bytes in base64. */
  readonly salts?: Readonly<Record<string, string>>;
  /** For each redacted text, by its path, the hash (hex) that stands for it in the leaf. */
  readonly commitments?: Readonly<Record<string, string>>;
  /** SHA-256(0x00 ‖ entry), base64. */
  readonly leafHash: string;
}

/** Free texts of the envelope itself, whatever the event type. */
export const envelopeTexts = ['reason', 'source.fileName', 'source.raw'] as const;
