import type { Context, Edge } from '../../../schema/context.js';
import type { ActionDiffView, DiffChangeView } from '../../../schema/plan-diff-views.js';
import { inputError } from '../../../schema/input-errors.js';
import type { MomentView } from '../../../schema/views.js';
import { ledgerOf } from '../../domain/ids.js';
import { pageRows, valuesOf } from '../../projections/page-rows.js';
import type { DiffChange, PlanMoment } from '../../projections/plan-diff.js';
import { actionDiffs, planChanges } from '../../projections/plan-diff.js';
import { sidesOf } from './changes.js';
import { cursorsOf } from './cursors.js';
import type { Loaders } from './loaders.js';

const byNumber = { numberKey: 1, actionId: 1 } as const;

/** What plans differ in between two moments. */
export function planDiffsOf(loaders: Loaders): Pick<Context, 'planDiff'> {
  return {
    async planDiff(planId, earlier, later, page) {
      const ledger = ledgerOf('plan', planId);
      const [from, to] = await Promise.all([
        loaders.moment(ledger, earlier),
        loaders.moment(ledger, later),
      ]);
      if (from === undefined || to === undefined) return undefined;
      if (from.position > to.position) throw backwards(from, to);
      const [a, b] = await Promise.all([
        momentOf(loaders, planId, from),
        momentOf(loaders, planId, to),
      ]);
      if (b.rows.get('plans', planId) === undefined) return undefined;
      const shown = changesAt(loaders, from, to);
      const diffs = actionDiffs(a, b);
      const cursors = cursorsOf('plan-diff', ['text', 'text'], planId, from.position, to.position);
      const found = pageRows(diffs, byNumber, cursors.boundsOf(page));
      const edges = found.docs.map(async (diff): Promise<Edge<ActionDiffView>> => {
        const { kind, actionId } = diff;
        const changes = await shown(diff.changes);
        const cursor = cursors.cursorOf(valuesOf(byNumber, diff));
        return { cursor, node: { kind, actionId, changes, asOf: to } };
      });
      const count = (wanted: string) => diffs.filter(({ kind }) => kind === wanted).length;
      return {
        from,
        to,
        added: count('ADDED'),
        withdrawn: count('WITHDRAWN'),
        changed: count('CHANGED'),
        plan: await shown(planChanges(planId, a, b)),
        actions: {
          ...found,
          edges: await Promise.all(edges),
          countAll: () => Promise.resolve(diffs.length),
        },
      };
    },
  };
}

async function momentOf(loaders: Loaders, planId: string, at: MomentView): Promise<PlanMoment> {
  return { rows: await loaders.pastPlan(planId, at), on: at.on };
}

/** Each side with the names that offices had at its own moment. */
function changesAt(loaders: Loaders, from: MomentView, to: MomentView) {
  return (changes: readonly DiffChange[]): Promise<readonly DiffChangeView[]> =>
    Promise.all(
      changes.map(async ({ field, quarter, ...sides }) => ({
        field,
        ...(quarter === undefined ? {} : { quarter }),
        ...(await sidesOf(loaders, sides, from, to)),
      })),
    );
}

function backwards(from: MomentView, to: MomentView) {
  return inputError({
    field: 'to',
    message: `Expected a moment after "from" (position ${from.position}); got position ${to.position}.`,
    expected: `position ${from.position} or later`,
  });
}
