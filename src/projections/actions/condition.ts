import type { Frequency, Timeliness } from '../../../events/index.js';
import { plainText } from '../../domain/name-key.js';
import type { LocalDate, Quarter } from '../../domain/quarter.js';
import type { ReportedState } from '../../domain/report-state.js';
import type { Signal } from '../../domain/signal.js';
import type { ActionState, PlanState } from '../../domain/states.js';
import { officesOf } from '../trend/basis.js';
import type { QuarterFacts } from './quarter-facts.js';
import { wordsOf } from './words.js';

/** Days, both included; open where one is absent. */
export interface DateRange {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/** What is asked of an action's report of one quarter: all that is given. */
export interface ReportCondition {
  readonly quarter: Quarter;
  readonly states?: readonly ReportedState[];
  readonly signals?: readonly Signal[];
  readonly timeliness?: readonly Timeliness[];
  /** In basis points, both included; what has no percentage is in no range. */
  readonly percentFrom?: number;
  readonly percentTo?: number;
}

/** Which actions are wanted: those that meet all that is given. */
export interface ActionCondition {
  /** As it is now: one that went into another stands for that one. */
  readonly officeId?: string;
  readonly fundingSource?: string;
  readonly associatedPlan?: string;
  /** Of the action's plan, to the letter. */
  readonly objective?: string;
  readonly frequency?: Frequency;
  readonly withdrawn?: boolean;
  readonly startDate?: DateRange;
  readonly endDate?: DateRange;
  /** Words that its number, name and indicator have, whatever their accents and letter case. */
  readonly text?: string;
  readonly report?: ReportCondition;
  readonly and?: readonly ActionCondition[];
  readonly or?: readonly ActionCondition[];
  readonly not?: ActionCondition;
}

/** What conditions are judged by, beside the action itself. */
export interface Surroundings {
  readonly plan: PlanState;
  readonly merges: ReadonlyMap<string, string>;
  readonly quarterOf: (quarter: Quarter) => QuarterFacts;
}

type Test = (action: ActionState) => boolean;

/** Quarters that a condition looks at, wherever in it. */
export function quartersIn(condition: ActionCondition): readonly Quarter[] {
  const parts = [...(condition.and ?? []), ...(condition.or ?? []), condition.not ?? {}];
  const own = condition.report === undefined ? [] : [condition.report.quarter];
  // An empty condition ends it.
  return Object.keys(condition).length === 0 ? [] : [...own, ...parts.flatMap(quartersIn)];
}

/** Whether an action meets a condition: one test, made once for all actions of a plan. */
export function testOf(condition: ActionCondition, around: Surroundings): Test {
  const { and, or, not } = condition;
  const tests = [
    ...factTests(condition, around),
    ...(and ?? []).map((part) => testOf(part, around)),
  ];
  if (condition.report !== undefined) tests.push(reportTest(condition.report, around));
  if (or !== undefined) {
    const either = or.map((part) => testOf(part, around));
    tests.push((action) => either.some((test) => test(action)));
  }
  if (not !== undefined) {
    const unwanted = testOf(not, around);
    tests.push((action) => !unwanted(action));
  }
  return (action) => tests.every((test) => test(action));
}

function factTests(condition: ActionCondition, { plan, merges }: Surroundings): Test[] {
  const { officeId, fundingSource, associatedPlan, objective, frequency } = condition;
  const { withdrawn, startDate, endDate, text } = condition;
  const tests: Test[] = [];
  if (officeId !== undefined) {
    const wanted = merges.get(officeId) ?? officeId;
    tests.push((action) => officesOf(action.officeIds, merges).has(wanted));
  }
  if (fundingSource !== undefined) tests.push((action) => action.fundingSource === fundingSource);
  if (associatedPlan !== undefined) {
    tests.push((action) => action.associatedPlans.includes(associatedPlan));
  }
  if (objective !== undefined) tests.push(() => plan.objective === objective);
  if (frequency !== undefined) tests.push((action) => action.frequency === frequency);
  if (withdrawn !== undefined) tests.push((action) => action.withdrawn === withdrawn);
  if (startDate !== undefined) tests.push((action) => within(action.startDate, startDate));
  if (endDate !== undefined) tests.push((action) => within(action.endDate, endDate));
  if (text !== undefined) {
    const words = plainText(text).split(' ');
    tests.push((action) => {
      const told = wordsOf(action);
      return words.every((word) => told.includes(word));
    });
  }
  return tests;
}

function reportTest(condition: ReportCondition, { quarterOf }: Surroundings): Test {
  const { states, signals, timeliness, percentFrom, percentTo } = condition;
  const factsOf = quarterOf(condition.quarter);
  return ({ actionId }) => {
    const facts = factsOf(actionId);
    if (facts === undefined) return false;
    const { percent } = facts;
    return (
      (states === undefined || states.includes(facts.state)) &&
      (signals === undefined || signals.includes(facts.signal)) &&
      (timeliness === undefined ||
        (facts.timeliness !== undefined && timeliness.includes(facts.timeliness))) &&
      (percentFrom === undefined || (percent !== undefined && percent >= percentFrom)) &&
      (percentTo === undefined || (percent !== undefined && percent <= percentTo))
    );
  };
}

function within(date: LocalDate, { from, to }: DateRange): boolean {
  return (from === undefined || date >= from) && (to === undefined || date <= to);
}
