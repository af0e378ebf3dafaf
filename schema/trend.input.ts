import { ArrayMaxSize, ArrayUnique, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import type { TrendRequestView, TrendsScopeView } from './figures.js';
import { ExpectText } from './expect.js';
import { given } from './given.js';
import { Frequency } from './action.type.js';
import { Quarter } from './scalars.js';
import { TrendDimension } from './trend.type.js';

@InputType({ description: 'Which actions a trend is about: those that meet all that is given.' })
export class TrendFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'Only actions that this office answers for. Example: "office_rmbc_77ab12".',
  })
  @ExpectText(200)
  officeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only actions funded from this source, to the letter. Example: "Inversión".',
  })
  @ExpectText(1000)
  fundingSource?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only actions that are part of this plan, to the letter.',
  })
  @ExpectText(1000)
  associatedPlan?: string | null;

  @Field(() => Frequency, { nullable: true, description: 'Only actions followed up this often.' })
  frequency?: keyof typeof Frequency | null;
}

@InputType({
  description:
    'Whose plans of which years trends are about, and which of their actions: all that is given holds.',
})
export class TrendsFilter extends TrendFilter {
  @Field(() => [Int], {
    nullable: true,
    description: 'Only plans of these years; all when left out. Example: [2023, 2024].',
  })
  @ArrayMaxSize(50)
  years?: number[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only plans of these entities; all when left out. Example: ["rmbc"].',
  })
  @ArrayMaxSize(1000)
  entityIds?: string[] | null;
}

@ArgsType()
abstract class TrendWindow {
  @Field(() => Quarter, {
    nullable: true,
    description: 'The first quarter wanted; all when left out. Example: "2024-Q1".',
  })
  from?: string | null;

  @Field(() => Quarter, {
    nullable: true,
    description: 'The last quarter wanted, inclusive; all when left out. Example: "2024-Q4".',
  })
  to?: string | null;

  @Field(() => [TrendDimension], {
    defaultValue: [],
    description: 'What to group by, each by itself; none: only the total. Example: [OFFICE].',
  })
  @ArrayMaxSize(8)
  @ArrayUnique()
  groupBy!: TrendDimension[];
}

@ArgsType()
export class TrendArguments extends TrendWindow {
  @Field(() => TrendFilter, { nullable: true, description: 'Which actions are wanted.' })
  @ValidateNested()
  filter?: TrendFilter | null;
}

@ArgsType()
export class TrendsArguments extends TrendWindow {
  @Field(() => TrendsFilter, {
    nullable: true,
    description: 'Which plans and actions are wanted; all when left out.',
  })
  @ValidateNested()
  filter?: TrendsFilter | null;
}

export function requestOf(args: TrendArguments | TrendsArguments): TrendRequestView {
  const { groupBy } = args;
  const filter = given(
    args.filter ?? new TrendFilter(),
    ...(['officeId', 'fundingSource', 'associatedPlan', 'frequency'] as const),
  );
  return { ...given(args, 'from', 'to'), groupBy, filter };
}

export function scopeOf({ filter }: TrendsArguments): TrendsScopeView {
  return given(filter ?? new TrendsFilter(), 'years', 'entityIds');
}
