import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { Field, Float, InputType } from 'type-graphql';
import type { Timeliness as TimelinessName } from '../events/index.js';
import type { ActionFilterView, ReportFilterView } from './action-list.js';
import { Expect, ExpectText } from './expect.js';
import { given } from './given.js';
import { inputError } from './input-errors.js';
import { basisPoints, ExpectPercentTo } from './percent.js';
import { ReportState, Timeliness } from './report.type.js';
import { LocalDate, Quarter } from './scalars.js';
import { Signal } from './signal.type.js';
import { TrendFilter } from './trend.input.js';

/** A range is open where an end of it is left out. */
function ExpectFrom(field: 'from' | 'percentFrom'): PropertyDecorator {
  return Expect(`"${field}" or more`, (value, owner) => {
    const from = (owner as Readonly<Record<string, string | number | null | undefined>>)[field];
    return from == null || (value as string | number) >= from;
  });
}

@InputType({ description: 'A range of days, both included; open where an end is left out.' })
export class DateRange {
  @Field(() => LocalDate, { nullable: true, description: 'The first day. Example: "2024-01-01".' })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day. Example: "2024-03-31".' })
  @ExpectFrom('from')
  to?: string | null;
}

@InputType({
  description: "What is asked of an action's report of one quarter: all that is given holds.",
})
export class ReportFilter {
  @Field(() => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
  quarter!: string;

  @Field(() => [ReportState], {
    nullable: true,
    description: 'It stands in one of these states. Example: [DUE, OVERDUE].',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  states?: ReportState[] | null;

  @Field(() => [Signal], {
    nullable: true,
    description: 'It has one of these colours. Example: [RED, YELLOW].',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  signals?: Signal[] | null;

  @Field(() => [Timeliness], {
    nullable: true,
    description: 'It came like this; what is not reported came not at all. Example: [LATE].',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  timeliness?: TimelinessName[] | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Its percentage is at least this, in %, 0 to 125; what has none is in no range. Example: 12.5.',
  })
  @ExpectPercentTo(125)
  percentFrom?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Its percentage is at most this, in %, 0 to 125. Example: 50.',
  })
  @ExpectPercentTo(125)
  @ExpectFrom('percentFrom')
  percentTo?: number | null;
}

@InputType({
  description:
    'Which actions are wanted: those that meet all that is given. Filters are combined by `and`, `or` and `not`, at most 5 deep and 100 in all.',
})
export class ActionFilter extends TrendFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Only actions of a plan with this objective, to the letter.',
  })
  @ExpectText(5000)
  objective?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only actions that were withdrawn (true), or that were not (false); both when left out.',
  })
  withdrawn?: boolean | null;

  @Field(() => DateRange, { nullable: true, description: 'Only actions that start in it.' })
  @ValidateNested()
  startDate?: DateRange | null;

  @Field(() => DateRange, { nullable: true, description: 'Only actions that end in it.' })
  @ValidateNested()
  endDate?: DateRange | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only actions with all these words, or parts of words, in number, name and indicator; accents and letter case make no difference. Example: "observatorio dinamicas".',
  })
  @ExpectText(200)
  text?: string | null;

  @Field(() => ReportFilter, {
    nullable: true,
    description: 'Only actions whose report of a quarter is like this.',
  })
  @ValidateNested()
  report?: ReportFilter | null;

  @Field(() => [ActionFilter], { nullable: true, description: 'Only actions that meet all these.' })
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  and?: ActionFilter[] | null;

  @Field(() => [ActionFilter], {
    nullable: true,
    description: 'Only actions that meet one of these, or several.',
  })
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  or?: ActionFilter[] | null;

  @Field(() => ActionFilter, { nullable: true, description: 'Only actions that do not meet this.' })
  @ValidateNested()
  not?: ActionFilter | null;
}

const [maxDepth, maxFilters] = [5, 100];

/** Throws `inputError` when filters are nested too deep, or are too many. */
export function filterIn(filter: ActionFilter | null | undefined): ActionFilterView {
  let count = 0;
  const viewOf = (part: ActionFilter, depth: number): ActionFilterView => {
    count += 1;
    if (depth > maxDepth) throw tooMuch(`filters nested at most ${maxDepth} deep`);
    if (count > maxFilters) throw tooMuch(`at most ${maxFilters} filters in all`);
    const { startDate, endDate, report, and, or, not } = part;
    const below = (filters: readonly ActionFilter[]) =>
      filters.map((inner) => viewOf(inner, depth + 1));
    return {
      ...given(part, 'officeId', 'fundingSource', 'associatedPlan', 'objective', 'frequency'),
      ...given(part, 'withdrawn', 'text'),
      ...(startDate == null ? {} : { startDate: given(startDate, 'from', 'to') }),
      ...(endDate == null ? {} : { endDate: given(endDate, 'from', 'to') }),
      ...(report == null ? {} : { report: reportIn(report) }),
      ...(and == null ? {} : { and: below(and) }),
      ...(or == null ? {} : { or: below(or) }),
      ...(not == null ? {} : { not: viewOf(not, depth + 1) }),
    };
  };
  return filter == null ? {} : viewOf(filter, 1);
}

function reportIn(report: ReportFilter): ReportFilterView {
  const { quarter, percentFrom, percentTo } = report;
  return {
    quarter,
    ...given(report, 'states', 'signals', 'timeliness'),
    ...(percentFrom == null ? {} : { percentFrom: basisPoints(percentFrom) }),
    ...(percentTo == null ? {} : { percentTo: basisPoints(percentTo) }),
  };
}

function tooMuch(expected: string) {
  return inputError({ field: 'filter', message: `Expected ${expected}; got more.`, expected });
}
