import type { Context } from '../../../schema/context.js';
import type { PublicationView, PublishedActionView } from '../../../schema/period-views.js';
import type { MomentView } from '../../../schema/views.js';
import { ledgerOf } from '../../domain/ids.js';
import { periodIdOf } from '../../domain/period.js';
import { publicationHash } from '../../domain/publication.js';
import { quartersOf } from '../../domain/quarter.js';
import type { FrozenPublication } from '../../projections/read-publications.js';
import type { Loaders } from './loaders.js';
import { ofMoment, periodView } from './views.js';

/** The quarters of plans, and what was published of them. */
export function periodsOf(loaders: Loaders): Pick<Context, 'period' | 'periodsOf' | 'publication'> {
  const period = async (planId: string, quarter: string, at: MomentView | undefined) => {
    const row = await loaders.row('periods', periodIdOf(planId, quarter), at);
    return row && ofMoment(periodView(row), at);
  };
  return {
    async period(planId, quarter, when) {
      return period(planId, quarter, await loaders.moment(ledgerOf('plan', planId), when));
    },
    async periodsOf(planId, when) {
      const at = await loaders.moment(ledgerOf('plan', planId), when);
      const plan = await loaders.row('plans', planId, at);
      const quarters = plan === undefined ? [] : quartersOf(plan.state.year);
      const views = await Promise.all(quarters.map((quarter) => period(planId, quarter, at)));
      return views.filter((view) => view !== undefined);
    },
    async publication(planId, quarter, when) {
      const at = await loaders.moment(ledgerOf('plan', planId), when);
      const frozen = await loaders.publication(periodIdOf(planId, quarter), at);
      return frozen && publicationView(frozen, at);
    },
  };
}

function publicationView(
  { publication, position, recordedAt }: FrozenPublication,
  at: MomentView | undefined,
): PublicationView {
  const hash = publicationHash(publication);
  const actions = publication.actions.map((action) => ofMoment<PublishedActionView>(action, at));
  return ofMoment<PublicationView>({ ...publication, actions, position, recordedAt, hash }, at);
}
