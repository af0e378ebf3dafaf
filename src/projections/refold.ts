import type { ClientSession } from 'mongodb';
import type { RecordedEvent } from '../../events/index.js';
import { planStream } from '../domain/plan.js';
import type { Collections } from '../store/collections.js';
import { readStream } from '../store/read.js';
import { aggregateOf, fold, models } from './fold.js';
import type { RowSink } from './fold.js';
import { onlyInto } from './rebuild-fold.js';

/** Folds a stream anew into the rows that belong to it. */
export async function refold(
  collections: Collections,
  ledger: string,
  stream: string,
  rows: RowSink,
  session?: ClientSession,
): Promise<void> {
  const options = session === undefined ? {} : { session };
  const own = await readStream(collections, ledger, stream, options);
  const planId = aggregateOf(stream).model === 'actions' ? own[0]?.subject.planId : undefined;
  const ofPlan =
    planId === undefined ? [] : await readStream(collections, ledger, planStream(planId), options);
  foldStream(stream, own, ofPlan, rows);
}

/**
 * The rows of an action's quarters take in its plan's weights too, so both streams are folded in
 * the order of the ledger. Into no other rows: a plan's weights reach those of all its actions.
 */
export function foldStream(
  stream: string,
  own: readonly RecordedEvent[],
  ofPlan: readonly RecordedEvent[],
  rows: RowSink,
): void {
  const weights = ofPlan.filter(({ type }) => type === 'PlanWeightsSet');
  const events = [...own, ...weights].toSorted((a, b) => a.position - b.position);
  const sink = onlyInto(rows, (model, id) => models[model].streamOf(id) === stream);
  for (const event of events) fold(event, sink);
}
