import type { Context } from '../../../schema/context.js';
import type { PublicationView } from '../../../schema/period-views.js';
import { periodIdOf } from '../../domain/period.js';
import { publicationHash } from '../../domain/publication.js';
import { quartersOf } from '../../domain/quarter.js';
import type { FrozenPublication } from '../../projections/read-publications.js';
import type { Loaders } from './loaders.js';
import { periodView } from './views.js';

/** The quarters of plans, and what was published of them. */
export function periodsOf(loaders: Loaders): Pick<Context, 'period' | 'periodsOf' | 'publication'> {
  const period = async (planId: string, quarter: string) => {
    const row = await loaders.row('periods', periodIdOf(planId, quarter));
    return row && periodView(row);
  };
  return {
    period,
    async periodsOf(planId) {
      const plan = await loaders.row('plans', planId);
      const quarters = plan === undefined ? [] : quartersOf(plan.state.year);
      const views = await Promise.all(quarters.map((quarter) => period(planId, quarter)));
      return views.filter((view) => view !== undefined);
    },
    async publication(planId, quarter) {
      const frozen = await loaders.publication(periodIdOf(planId, quarter));
      return frozen && publicationView(frozen);
    },
  };
}

function publicationView(frozen: FrozenPublication): PublicationView {
  const { publication, position, recordedAt } = frozen;
  return { ...publication, position, recordedAt, hash: publicationHash(publication) };
}
