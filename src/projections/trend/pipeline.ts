import type { Document } from 'mongodb';
import type { AlikeFacts } from '../../domain/alike.js';
import { alikeFacts } from '../../domain/alike.js';
import type { AlikeRows } from './alike-rows.js';
import type { Dimension, Grouping, PlanBasis } from './basis.js';

// Groups rows where they are, by plain facts and without a rule: what they mean is told by the same
// functions that tell it of a single report. For the total, offices and colours an index holds all
// that is needed, as long as no filter looks further.

/** Groups the rows of each plan that are alike, for `aggregate` on report rows. */
export function alikePipeline(
  plans: readonly PlanBasis[],
  grouping: Grouping,
  scope: Document,
): Document[] {
  // What is absent has to keep its place in the list.
  const listOf = (field: string, absent: unknown) => ({
    $push: { $ifNull: [`$state.${field}`, absent] },
  });
  const lists = grouping.dimensions.flatMap((dimension) => {
    const field = listed[dimension];
    return field === undefined ? [] : [[field, listOf(field, null)] as const];
  });
  return [
    { $match: { ...scope, ...matching(plans, grouping) } },
    {
      $group: {
        _id: { planId: '$state.planId', quarter: '$state.quarter', alike: '$state.alike' },
        percents: listOf('percent', null),
        ...(plans.some(({ weighted }) => weighted) ? { weights: listOf('weight', 0) } : {}),
        ...Object.fromEntries(lists),
      },
    },
  ];
}

/** The field that each dimension needs of every row; what others need is alike, or the plan's. */
const listed: { readonly [D in Dimension]?: keyof AlikeRows } = {
  OFFICE: 'officeSet',
  FUNDING_SOURCE: 'fundingSource',
  ASSOCIATED_PLAN: 'associatedPlans',
  STATE: 'knownSince',
  ACTION: 'actionId',
};

function matching(plans: readonly PlanBasis[], { filter, merges }: Grouping): Document {
  const { officeId, fundingSource, associatedPlan, frequency } = filter;
  const quarters = plans.flatMap((plan) => plan.quarters.map(({ quarter }) => quarter));
  const wanted = officeId && (merges.get(officeId) ?? officeId);
  const merged = [...merges].flatMap(([from, into]) => (into === wanted ? [from] : []));
  return {
    'state.planId': { $in: plans.map(({ planId }) => planId) },
    // A plan has rows of its own year only.
    'state.quarter': { $in: [...new Set(quarters)] },
    'state.withdrawn': false,
    ...(wanted === undefined ? {} : { 'state.officeIds': { $in: [wanted, ...merged] } }),
    ...(fundingSource === undefined ? {} : { 'state.fundingSource': fundingSource }),
    ...(associatedPlan === undefined ? {} : { 'state.associatedPlans': associatedPlan }),
    ...(frequency === undefined ? {} : { 'state.frequency': frequency }),
  };
}

/** One group as `alikePipeline` returns it. */
export interface AlikeDoc extends Omit<AlikeRows, keyof AlikeFacts | 'quarter'> {
  readonly _id: { readonly planId: string; readonly quarter: string; readonly alike: string };
}

export function alikeOf({ _id: { quarter, alike }, ...lists }: AlikeDoc): AlikeRows {
  return { quarter, ...alikeFacts(alike), ...lists };
}
