import Big from 'big.js';
import { isDue } from './due.js';
import { expectedIn } from './expected.js';
import type { Fraction } from './fraction.js';
import { rounded } from './fraction.js';
import { shareOf } from './percent.js';
import { policyOf } from './publication.js';
import type { LocalDate } from './quarter.js';
import type { ReportedState, Standing } from './report-state.js';
import { stateAt } from './report-state.js';
import type { Signal } from './signal.js';
import { efficacyOf, gapOf, signalOf } from './signal.js';
import type { PeriodState, PlanState, ReportState } from './states.js';

/** Under which time and targets progress is expected: the current ones, or those of the start. */
export type Basis = 'CURRENT' | 'ORIGINAL';

/** What is derived from a report on a date; percentages in basis points, absent where undefined. */
export interface ReportFigures {
  readonly due: boolean;
  readonly state: ReportedState;
  readonly expected?: number;
  readonly efficacy?: number;
  readonly gap?: number;
  readonly signal: Signal;
}

/** What figures follow from: a report without its texts and evidence. */
export type FiguredReport = Standing &
  Pick<ReportState, 'percent' | 'quantity' | 'expectedPercent' | 'original'>;

/** A closed quarter keeps the colours of the policy that was in force when it was closed. */
export function figuresOf(
  report: FiguredReport,
  plan: PlanState,
  period: PeriodState | undefined,
  on: LocalDate,
  basis: Basis = 'CURRENT',
): ReportFigures {
  const { quarter } = report;
  const by = basis === 'ORIGINAL' ? report.original : report;
  const percent = basis === 'ORIGINAL' ? percentOfOriginal(report) : report.percent;
  const expected = expectedIn(by, quarter, plan.percentMode, period?.cutoff);
  const efficacy = efficacyOf(percent, expected);
  const frozen = period?.status === 'CLOSED' ? period.signalPolicy : undefined;
  return {
    due: isDue(report, quarter),
    state: stateAt(report, on, period),
    ...shown('expected', expected),
    ...shown('efficacy', efficacy),
    ...shown('gap', gapOf(percent, expected)),
    signal: signalOf(efficacy, frozen ?? policyOf(plan)),
  };
}

/** What was executed of the original target, where a quantity tells; else the percentage as reported. */
function percentOfOriginal({ quantity, percent, original: { target } }: FiguredReport) {
  if (quantity === undefined || target === undefined || new Big(target).lte(0)) return percent;
  return shareOf(quantity, target);
}

function shown<Name extends string>(name: Name, fraction: Fraction | undefined) {
  return (fraction === undefined ? {} : { [name]: rounded(fraction) }) as {
    readonly [N in Name]?: number;
  };
}
