import type { Page } from './context.js';
import type {
  ComparisonView,
  QuarterSideView,
  QuarterTotalsView,
  RestatementView,
  ScorecardView,
} from './figures.js';
import type { Comparison, QuarterTotals, Restatement, Scorecard } from './figures.type.js';
import { percentOf } from './percent.js';

// Figures in basis points, as the API shows them (%).

export function comparisonIn({ actions, a, b }: ComparisonView): Comparison {
  const compared = actions.map((action) => ({
    actionId: action.actionId,
    a: sideIn(action.a),
    b: sideIn(action.b),
    change: percentOf(action.change),
  }));
  return { actions: compared, a: totalsIn(a), b: totalsIn(b) };
}

export function scorecardIn(card: ScorecardView): Scorecard {
  return { ...card, progress: percentOf(card.progress) };
}

export function restatementsIn(page: Page<RestatementView>): Page<Restatement> {
  const edges = page.edges.map(({ cursor, node }) => ({
    cursor,
    node: node instanceof Error ? node : restatementIn(node),
  }));
  return { ...page, edges };
}

function restatementIn(view: RestatementView): Restatement {
  return { ...view, before: percentOf(view.before), after: percentOf(view.after) };
}

function sideIn(side: QuarterSideView | undefined) {
  return side === undefined ? null : { ...side, percent: percentOf(side.percent) };
}

function totalsIn({ due, reported, completeness, progress }: QuarterTotalsView): QuarterTotals {
  return {
    due,
    reported,
    completeness: percentOf(completeness),
    progress: percentOf(progress),
  };
}
