import { ledgerIn } from '../../domain/ids.js';
import type { Right } from './roles.js';
import type { Scope } from './viewer.js';
import { scopeOf } from './viewer.js';

/** What a query takes, and where: all of it. */
export interface Need {
  readonly right: Right;
  readonly scopes: readonly Scope[];
}

type Arguments = Readonly<Record<string, unknown>>;
export type QueryRule = (args: Arguments) => Need;

/** By the arguments that hold ids. Without any of them the right is needed everywhere. */
const of =
  (right: Right, ...names: readonly string[]): QueryRule =>
  (args) => {
    const ids = names.flatMap((name) => args[name] ?? []).map(String);
    const scopes = ids.map((id) => scopeOf(ledgerIn(id)));
    return { right, scopes: scopes.length === 0 ? ['EVERYWHERE'] : scopes };
  };

/** What everybody may ask; what there is in the answer beyond that, has rules of its own. */
const published: QueryRule = () => ({ right: 'PUBLISHED', scopes: ['ANYWHERE'] });

/** What each field of Query takes. One without a rule stops the start. */
export const queryRules: Readonly<Record<string, QueryRule>> = {
  entity: published,
  plans: published,
  // Of the past, only what was published then is for everybody.
  plan: (args) => (args['asOf'] == null ? published(args) : of('READ', 'id')(args)),
  publication: published,
  ledger: published,
  quarterComparison: (args) =>
    args['basis'] === 'AS_PUBLISHED' ? published(args) : of('READ', 'planId')(args),
  node: of('READ', 'id'),
  // Of none, nothing is asked.
  nodes: (args) =>
    [args['ids']].flat().length === 0
      ? { right: 'READ', scopes: ['ANYWHERE'] }
      : of('READ', 'ids')(args),
  actions: of('READ', 'planId'),
  action: of('READ', 'id'),
  quarterAsKnown: of('READ', 'actionId'),
  planDiff: of('READ', 'planId'),
  history: of('READ', 'entityId'),
  historyEntry: of('READ', 'entityId'),
  fieldHistory: of('READ', 'actionId'),
  changesAfterCutoff: of('READ', 'planId'),
  trend: of('READ', 'planId'),
  trends: of('READ', 'entityIds'),
  officeScorecard: of('READ', 'planId'),
  restatements: of('READ', 'planId'),
  overdue: of('READ', 'planId'),
};
