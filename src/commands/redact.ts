import { createHash } from 'node:crypto';
import type { RedactedEntry } from '../domain/people.js';
import type { Refusal } from '../domain/refusal.js';
import { badInput } from '../domain/refusal.js';
import type { Collections } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import { saysOneOf } from '../store/redact-texts.js';
import { recordedRedactions } from '../store/redactions.js';
import type { Powers } from './powers.js';
import type { RedactRequest } from './plan-redaction.js';
import { entriesWith, planRedaction } from './plan-redaction.js';
import { removeRedactedTexts } from './remove-texts.js';

export type Redacted =
  | {
      readonly kind: 'redacted';
      /** Of the events that say so; none when it was on record already. */
      readonly positions: readonly number[];
      /** Of how many entries texts were removed. */
      readonly removed: number;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type FullRequest = RedactRequest & { readonly reason?: string; readonly commandId: string };

/** Entries that one command redacts. */
const atOnce = 100;

/**
 * Records that texts are redacted, then removes them, and so with every copy that is found. May be
 * stopped and called again at any time: what is on record isn't recorded twice.
 * @throws Fault as the loop and `removeRedactedTexts`.
 */
export async function redact(powers: Powers, request: FullRequest): Promise<Redacted> {
  const { connection } = powers;
  const collections = collectionsOf(connection.db);
  const { ledger, position, reason, everywhere } = request;
  const plan = await planRedaction(collections, request);
  if ('code' in plan) return { kind: 'refused', refusal: plan };
  if (reason !== undefined && saysOneOf(reason, plan.sought)) return repeatsText;
  const positions: number[] = [];
  let removed = 0;
  for (let { entries } = plan; ;) {
    const recorded = await recordOpen(powers, request, entries);
    if ('code' in recorded) return { kind: 'refused', refusal: recorded };
    positions.push(...recorded);
    removed += await removeRedactedTexts(connection, ledger);
    // A command that was decided before the rows were clean may have recorded one more copy.
    const entry = await collections.events.findOne({ ledger, position });
    entries = entry === null ? [] : await entriesWith(collections, entry, plan.sought, everywhere);
    if (entries.length === 0) return { kind: 'redacted', positions, removed };
  }
}

async function recordOpen(
  { connection, loop, actor }: Powers,
  { ledger, reason, commandId }: FullRequest,
  entries: readonly RedactedEntry[],
): Promise<readonly number[] | Refusal> {
  const open = await unrecorded(collectionsOf(connection.db), ledger, entries);
  const positions: number[] = [];
  for (let at = 0; at < open.length; at += atOnce) {
    const some = open.slice(at, at + atOnce);
    const outcome = await loop.execute({
      type: 'RedactEntries',
      input: { entityId: ledger, entries: some },
      ...{ ledger, correlationId: commandId, actor },
      commandId: idOf(commandId, some),
      ...(reason === undefined ? {} : { reason }),
    });
    if (outcome.kind === 'refused') return outcome.refusal;
    positions.push(...outcome.positions);
  }
  return positions;
}

const repeatsText: Redacted = {
  kind: 'refused',
  refusal: badInput('The reason repeats the text that is to be redacted. Give another.', {
    field: 'reason',
    expected: 'a reason without the text',
  }),
};

/** Without what is on record as redacted already: a run before this one was stopped. */
async function unrecorded(
  collections: Collections,
  ledger: string,
  entries: readonly RedactedEntry[],
): Promise<readonly RedactedEntry[]> {
  const positions = entries.map(({ position }) => position);
  const recorded = await recordedRedactions(collections, ledger, positions);
  return entries.flatMap(({ position, fields, subject }) => {
    const open = fields.filter((path) => recorded.get(position)?.has(path) !== true);
    return open.length === 0 ? [] : [{ position, fields: open, subject }];
  });
}

/** The same part of the same redaction has the same id, so a repeated one is recorded once. */
function idOf(commandId: string, entries: readonly RedactedEntry[]): string {
  const places = entries.map(({ position, fields }) => `${position} ${fields.join(' ')}`);
  const letters = createHash('sha256').update(places.join('\n')).digest('hex').slice(0, 16);
  return `${commandId}/${letters}`;
}
