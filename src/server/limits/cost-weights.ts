/**
 * What a field costs by itself, in values of an answer, where that is more than one: reading the
 * whole log or all rows of a plan costs the database more than the answer shows.
 */
export const ownCosts: ReadonlyMap<string, number> = new Map([
  ['Query.trend', 500],
  ['Query.trends', 1_000],
  ['Query.quarterComparison', 500],
  ['Query.officeScorecard', 500],
  ['Query.overdue', 200],
  ['Query.actions', 100],
  ['ActionConnection.counts', 100],
  ['Query.restatements', 100],
  ['Query.publication', 100],
  // The schema itself, which is large however short the question is.
  ['__Schema.types', 5_000],
  ['__Type.fields', 500],
  ['__Type.inputFields', 100],
  ['__Type.enumValues', 100],
  ['__Field.args', 100],
]);

/** A list that is asked for part by part is read by a query of its own. */
export const connectionCost = 10;

/** A mutation waits for a transaction. */
export const mutationCost = 50;

/** How long lists without `first` and `last` are taken to be; other lists as `usualSize`. */
export const listSizes: ReadonlyMap<string, number> = new Map([
  ['Action.offices', 3],
  ['Action.reports', 4],
  ['Plan.periods', 4],
  ['Publication.actions', 100],
  ['Comparison.actions', 100],
  ['Query.officeScorecard', 30],
  ['Trend.points', 100],
  ['Trend.total', 4],
  ['TrendPoint.bySignal', 5],
  ['PlanWeightsSet.weights', 100],
]);

export const usualSize = 5;
