import { isDeepStrictEqual } from 'node:util';
import type { Publication } from '../domain/publication.js';
import { publicationHash } from '../domain/publication.js';
import type { Recomputed } from '../projections/recomputed.js';
import { plansWithClosings, recomputedPublications } from '../projections/recomputed.js';
import type { Collections, StoredPublication } from '../store/collections.js';
import { batchesOf } from './batches.js';
import type { Break } from './breaks.js';
import { earlier } from './breaks.js';

/**
 * The first publication of a sound log that isn't what was published: it must have the hash that
 * its closing carries, and the events before the closing must give it again. Publications without
 * a closing are found too.
 * @throws Fault EVENT_UNREADABLE where a plan with closings has events that this code can't read.
 */
export async function checkPublications(
  collections: Collections,
  ledger: string,
  upTo: number,
): Promise<Break | undefined> {
  let found: Break | undefined;
  for await (const { planId, lastClosing } of plansWithClosings(collections, ledger, upTo)) {
    // What was recorded since its last closing was never published.
    found = earlier(found, await checkPlan(collections, ledger, planId, lastClosing));
  }
  return earlier(found, await checkExtra(collections, ledger));
}

async function checkPlan(
  collections: Collections,
  ledger: string,
  planId: string,
  upTo: number,
): Promise<Break | undefined> {
  for await (const recomputed of recomputedPublications(collections, ledger, planId, upTo)) {
    const { position, data } = recomputed.closing;
    const where = { 'publication.planId': planId, 'publication.quarter': data.quarter };
    const kept = await collections.publications
      .find({ ledger, ...where, position }, { projection: { _id: 0 } })
      .toArray();
    const wrong = wrongWith(kept, recomputed);
    if (wrong !== undefined) return differs(ledger, position, wrong);
  }
  return undefined;
}

function wrongWith(
  kept: readonly StoredPublication[],
  { closing, publication }: Recomputed,
): string | undefined {
  const [first] = kept;
  const { planId, quarter, publicationHash: hash } = closing.data;
  const name = `The publication of ${quarter} of ${planId}`;
  if (first === undefined) return `${name} is missing`;
  if (kept.length > 1) return `${name} is kept ${kept.length} times`;
  if (hashOf(first) !== hash) return `${name} hasn't the hash that its closing carries`;
  const { ledger, position, recordedAt } = closing;
  const members = { ledger, position, recordedAt, publication: first.publication };
  if (!isDeepStrictEqual({ ...first }, members)) {
    return `What is kept beside the publication of ${quarter} of ${planId} isn't what its closing says`;
  }
  if (publication === undefined || publicationHash(publication) !== hash) {
    return `${name} has the hash that its closing carries, and isn't what the events before it give: the log was written anew with other events, or by another program`;
  }
  return undefined;
}

/** Undefined for what has no canonical form, as only another hand than ours can have put there. */
function hashOf({ publication }: StoredPublication): string | undefined {
  try {
    return publicationHash(publication as Publication);
  } catch {
    return undefined;
  }
}

/** A publication is written together with its closing, so one that can be read has its closing. */
async function checkExtra(
  { publications, events }: Collections,
  ledger: string,
): Promise<Break | undefined> {
  let found: Break | undefined;
  const projection = { _id: 0, position: 1, 'publication.planId': 1, 'publication.quarter': 1 };
  const cursor = publications.find({ ledger }, { projection, batchSize: 1_000 });
  for await (const batch of batchesOf(cursor)) {
    const positions = batch.map(({ position }) => position);
    const closings = await events
      .find(
        { ledger, type: 'PeriodClosed', position: { $in: positions } },
        { projection: { position: 1, 'data.planId': 1, 'data.quarter': 1 } },
      )
      .toArray();
    const known = new Set(closings.map(({ position, data }) => keyOf(position, data)));
    for (const { position, publication } of batch) {
      if (known.has(keyOf(position, publication))) continue;
      found = earlier(found, differs(ledger, position, 'A publication is of no closing'));
    }
  }
  return found;
}

type About = Readonly<Partial<Record<'planId' | 'quarter', unknown>>> | undefined;

const keyOf = (position: number, about: About) =>
  `${position} ${String(about?.planId)} ${String(about?.quarter)}`;

function differs(ledger: string, position: number, wrong: string): Break {
  const where = Number.isSafeInteger(position) ? position : 0;
  return { code: 'PUBLICATION_DIFFERS', ledger, position: where, message: `${wrong}.` };
}
