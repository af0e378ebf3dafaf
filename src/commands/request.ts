import { createHmac, randomBytes } from 'node:crypto';
import type { Actor, RecordedEvent, Source } from '../../events/index.js';
import type { ExpectedVersion } from '../domain/expected-version.js';
import type { Command } from '../domain/handlers.js';
import type { Refusal } from '../domain/refusal.js';
import { canonicalJson } from '../store/canonical.js';
import type { Receipt } from '../store/collections.js';

/** A command with everything that is recorded beside its outcome. */
export type CommandRequest = Command & {
  readonly ledger: string;
  /** The idempotency key: the same id with the same request has the same result, for ever. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: Actor;
  readonly expectedStreamVersion?: ExpectedVersion;
  readonly reason?: string;
  readonly occurredOn?: string;
  readonly source?: Source;
  /** The import that the command belongs to. */
  readonly importId?: string;
};

export type Outcome =
  | {
      readonly kind: 'recorded';
      /** Positions of the events; none when nothing changed. */
      readonly positions: readonly number[];
      /** Answered from the receipt of an earlier try. */
      readonly duplicate: boolean;
      /** As reading them would give them; absent when answered from a receipt. */
      readonly events?: readonly RecordedEvent[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A fresh receipt for a request. */
export function receiptOf(
  request: CommandRequest,
  positions: readonly number[],
  recordedAt: Date,
): Receipt {
  const { ledger, commandId } = request;
  const key = randomBytes(16).toString('base64');
  const requestHash = hashWith(key, request);
  return { ledger, commandId, key, requestHash, positions, recordedAt };
}

/**
 * Answers a request whose command id has a receipt: its first result, or a refusal of misuse. Once
 * a text of it was redacted nobody can tell the two apart, and it is the first result.
 */
export function answerFrom(receipt: Receipt, request: CommandRequest): Outcome {
  const { key } = receipt;
  if (key === undefined || hashWith(key, request) === receipt.requestHash) {
    return { kind: 'recorded', positions: receipt.positions, duplicate: true };
  }
  const refusal: Refusal = {
    code: 'IDEMPOTENCY_KEY_REUSED',
    field: 'commandId',
    message: `The command id "${request.commandId}" was used before, by another actor or with another input. Use a new id for a new command.`,
    expected: 'a command id for this request alone',
    actual: request.commandId,
  };
  return { kind: 'refused', refusal };
}

function hashWith(key: string, request: CommandRequest): string {
  const { type, input, actor, expectedStreamVersion, reason, occurredOn } = request;
  // As text: a misused id may come with an expectation that JSON has no number for.
  const expected = expectedStreamVersion === undefined ? undefined : String(expectedStreamVersion);
  const raw = { type, input, actor, expected, reason, occurredOn };
  const given = Object.entries(raw).filter(([, value]) => value !== undefined);
  const text = canonicalJson(Object.fromEntries(given));
  return createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
}
