/** A list that is asked for part by part is read by a query of its own. */
export const connectionCost = 10;

/**
 * What a field costs by itself, in values of an answer: reading the whole log or all rows of a plan
 * costs the database more than the answer shows. A list in parts costs `connectionCost` where it
 * isn't named, anything else 1; every query is named.
 */
export const ownCosts: ReadonlyMap<string, number> = new Map([
  ['Query.plan', 1],
  ['Query.action', 1],
  ['Query.entity', 1],
  ['Query.node', 1],
  ['Query.nodes', 1],
  ['Query.historyEntry', 1],
  ['Query.plans', connectionCost],
  ['Query.history', connectionCost],
  ['Query.ledger', 10],
  // Each hash is read, or made of those of up to 256 entries.
  ['Ledger.inclusionProof', 50],
  ['Ledger.consistencyProof', 50],
  ['Query.trend', 500],
  ['Query.trends', 1_000],
  ['Query.quarterComparison', 500],
  ['Query.officeScorecard', 500],
  ['Query.overdue', 200],
  ['Query.actions', 100],
  ['ActionConnection.counts', 100],
  ['Query.restatements', 100],
  // Which entries these are is no index's order.
  ['Query.fieldHistory', 100],
  ['Query.changesAfterCutoff', 100],
  // All actions of a plan in one document.
  ['Query.publication', 100],
  ['Period.publication', 100],
  // A plan folded twice, and one quarter folded once.
  ['Query.planDiff', 1_000],
  ['Query.quarterAsKnown', 100],
  // The schema itself, which is large however short the question is.
  ['__Schema.types', 5_000],
  ['__Type.fields', 500],
  ['__Type.inputFields', 100],
  ['__Type.enumValues', 100],
  ['__Field.args', 100],
]);

const wholePlan = 500;
const noIndex = 50;

/** What a field costs beyond that when these arguments are given. */
export const argumentCosts: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map([
  // The past is folded from the log: a plan with everything in it, or one action.
  ['Query.plan', { asOf: wholePlan }],
  ['Query.actions', { asOf: wholePlan }],
  ['Query.trend', { asOf: wholePlan }],
  ['Query.officeScorecard', { asOf: wholePlan }],
  ['Query.action', { asOf: 100 }],
  // The facts of all actions of the plan are looked at.
  ['Plan.actions', { filter: 100, orderBy: 100 }],
  ['Query.history', { filter: noIndex }],
  ['Entity.history', { filter: noIndex }],
  ['Plan.history', { filter: noIndex }],
  ['Office.history', { filter: noIndex }],
]);

/** Fields whose `first` and `last` say how long a list below them is, and the name of that list. */
export const pagesBelow: ReadonlyMap<string, string> = new Map([['Query.planDiff', 'actions']]);

/** A mutation waits for a transaction. */
export const mutationCost = 50;

/**
 * How long lists without `first`, `last` and `ids` are taken to be; `*` stands for all other types
 * that have the field.
 */
export const listSizes: ReadonlyMap<string, number> = new Map([
  ['Action.associatedPlans', 3],
  ['Action.offices', 3],
  ['Action.reports', 4],
  ['Report.evidence', 5],
  ['Plan.periods', 4],
  ['Office.aliases', 5],
  ['Office.names', 3],
  ['ActionCounts.byOffice', 30],
  ['ActionCounts.bySignal', 5],
  ['ActionCounts.byState', 8],
  ['Publication.actions', 100],
  ['Comparison.actions', 100],
  ['Query.officeScorecard', 30],
  ['Trend.points', 100],
  ['Trend.total', 4],
  ['TrendPoint.bySignal', 5],
  ['ActionDiff.changes', 10],
  ['PlanDiff.plan', 5],
  ['PlanWeightsSet.weights', 100],
  ['PlanWeightsSet.changes', 100],
  ['ActionRevised.reprograms', 3],
  ['ActionValues.associatedPlans', 3],
  ['ActionValues.officeIds', 3],
  ['ActionValues.offices', 3],
  ['EntryRedacted.fields', 3],
  ['EntrySubject.officeIds', 3],
  ['EntrySubject.offices', 3],
  ['InclusionProof.hashes', 20],
  ['ConsistencyProof.hashes', 20],
  ['*.changes', 5],
  ['*.redactions', 2],
  ['*.entries', 5],
  ['*.userErrors', 5],
]);
