/**
 * What everybody may see of the types that a public query leads to: the catalogue of plans, and the
 * figures of a closed quarter. Whatever else these types have takes READ in their entity. A type
 * that isn't here can't be reached without that.
 */
export const publicFields: Readonly<Record<string, readonly string[] | 'ALL'>> = {
  Entity: ['id', 'name', 'plans'],
  Plan: [
    ...['id', 'entity', 'year', 'title', 'objective', 'percentMode', 'planVersion', 'weighted'],
    ...['signalPolicy', 'period', 'periods'],
  ],
  // The act is a text that may name people.
  Period: [
    ...['id', 'planId', 'quarter', 'cutoff', 'opensAt', 'closesAt', 'status', 'closedAt'],
    ...['signalPolicy', 'publication', 'publicationHash'],
  ],
  Publication: 'ALL',
  PublishedAction: 'ALL',
  PublishedTotals: 'ALL',
  SignalPolicy: 'ALL',
  // What the action is called, and by what it is measured: the rest may have changed since.
  Action: ['id', 'number', 'name', 'indicator', 'unit', 'offices', 'plan'],
  Office: ['id', 'name'],
  Comparison: 'ALL',
  ComparedAction: 'ALL',
  ComparedSide: 'ALL',
  QuarterTotals: 'ALL',
  Ledger: 'ALL',
  InclusionProof: 'ALL',
  ConsistencyProof: 'ALL',
  PlanConnection: 'ALL',
  PlanEdge: 'ALL',
  PageInfo: 'ALL',
};
