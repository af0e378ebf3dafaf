import type { AsOfView } from '../../../schema/figures.js';
import { inputError } from '../../../schema/input-errors.js';
import { ledgerOf } from '../../domain/ids.js';
import type { LocalDate, Quarter } from '../../domain/quarter.js';
import { yearOf } from '../../domain/quarter.js';
import type { PlanState } from '../../domain/states.js';
import type { Moment } from '../../projections/trend/moment.js';
import { momentOf } from '../../projections/trend/past-moment.js';
import { readSnapshot } from '../../projections/trend/snapshot.js';
import type { Connection } from '../../store/connect.js';
import { inSnapshot } from '../../store/transaction.js';
import type { Loaders } from './loaders.js';

/** Reads figures of a plan at a moment; states are those of the date `on`. */
export type ReadAt<T> = (moment: Moment, plan: PlanState, on: LocalDate) => Promise<T>;

/** Plans at the moments that figures are asked for. Undefined when there is no such plan then. */
export interface Moments {
  /** As it is now, in one snapshot. */
  now<T>(planId: string, read: ReadAt<T>): Promise<T | undefined>;
  /** As it was known at a moment. */
  asOf<T>(planId: string, asOf: AsOfView, read: ReadAt<T>): Promise<T | undefined>;
  /** Throws `inputError` for a quarter of another year: of it nothing can be told. */
  plan(
    planId: string,
    quarters?: Readonly<Record<string, Quarter>>,
  ): Promise<PlanState | undefined>;
}

export function momentsOf(
  { client, db }: Omit<Connection, 'close'>,
  loaders: Loaders,
  today: LocalDate,
): Moments {
  return {
    async now(planId, read) {
      const ledger = ledgerOf('plan', planId);
      if (ledger === undefined) return undefined;
      return inSnapshot(client, async (session) => {
        const [moment] = await readSnapshot(db, session, [ledger]);
        const [plan] = (await moment?.statesById('plans', [planId])) ?? [];
        return moment && plan && read(moment, plan, today);
      });
    },
    async asOf(planId, asOf, read) {
      const ledger = ledgerOf('plan', planId);
      if (ledger === undefined) return undefined;
      const at = await loaders.moment(ledger, asOf);
      if (at === undefined) return undefined;
      const moment = momentOf(await loaders.pastPlan(planId, at), ledger, at.position);
      const [plan] = await moment.statesById('plans', [planId]);
      return plan && read(moment, plan, at.on);
    },
    async plan(planId, quarters = {}) {
      const row = await loaders.row('plans', planId);
      if (row === undefined) return undefined;
      const { year } = row.state;
      for (const [field, quarter] of Object.entries(quarters)) {
        if (yearOf(quarter) === year) continue;
        throw outsidePlan(year, quarter, field);
      }
      return row.state;
    },
  };
}

/** Of a quarter of another year nothing can be told. */
export function outsidePlan(year: number, quarter: Quarter, field: string) {
  const message = `The plan is of ${year}, and ${quarter} is not a quarter of it.`;
  return inputError({ field, message, expected: `a quarter of ${year}` });
}
