import type { Edge, Page, PageRequest } from '../../../schema/context.js';
import type { RestatementView } from '../../../schema/figures.js';
import { ledgerOf } from '../../domain/ids.js';
import type { PlanState } from '../../domain/states.js';
import { pageDocs } from '../../projections/page-rows.js';
import type { Restatement } from '../../projections/trend/restatements.js';
import { restatementFilter, restatementsOf } from '../../projections/trend/restatements.js';
import type { Collections } from '../../store/collections.js';
import { cursorsOf } from './cursors.js';
import { emptyPage } from './lists.js';

/** A page of what changed in a closed quarter, oldest first. */
export async function restatementPage(
  collections: Collections,
  { planId, percentMode: mode }: PlanState,
  quarter: string,
  page: PageRequest,
): Promise<Page<RestatementView>> {
  const ledger = ledgerOf('plan', planId);
  if (ledger === undefined) return emptyPage;
  const filter = restatementFilter(ledger, planId, quarter);
  const cursors = cursorsOf('restatements', ['number'], filter);
  const bounds = cursors.boundsOf(page);
  const found = await pageDocs(collections.events, filter, { position: 1 }, bounds);
  const restatements = await restatementsOf(collections, found.docs, { planId, quarter, mode });
  const edges = restatements.map((restatement): Edge<RestatementView> => ({
    cursor: cursors.cursorOf([restatement.event.position]),
    node: viewOf(restatement),
  }));
  return { ...found, edges, countAll: () => collections.events.countDocuments(filter) };
}

function viewOf({ event, ...restatement }: Restatement): RestatementView {
  const { position, recordedAt, actor, reason } = event;
  const facts = { position, recordedAt, actor, ...restatement };
  return reason === undefined ? facts : { ...facts, reason };
}
