import { ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import type { QuarterTargets as TargetsInPoints } from '../events/index.js';
import type { Command } from './command.js';
import { ExpectText } from './expect.js';
import { metaOf, MutationInput } from './mutation.input.js';
import { basisPoints, ExpectPercentTo, percentOf } from './percent.js';

const linear = 'null: linear over the dates of the action';

@ObjectType({
  description:
    "What progress is expected of an action at the cut-off of each quarter of its plan's year, in %.",
})
export class QuarterTargets {
  @Field(() => Float, { nullable: true, description: `In the first; ${linear}. Example: 10.` })
  q1?: number | null;

  @Field(() => Float, { nullable: true, description: `In the second; ${linear}. Example: 40.` })
  q2?: number | null;

  @Field(() => Float, { nullable: true, description: `In the third; ${linear}. Example: 70.` })
  q3?: number | null;

  @Field(() => Float, { nullable: true, description: `In the fourth; ${linear}. Example: 100.` })
  q4?: number | null;
}

const form = 'in %, 0 to 125, at most two decimals';

@InputType({
  description:
    'What progress is expected in each quarter, all at once: a quarter left out (or null) is linear over the dates of the action. In a plan of cumulative percentages they do not fall.',
})
export class QuarterTargetsInput {
  @Field(() => Float, { nullable: true, description: `In the first, ${form}. Example: 10.` })
  @ExpectPercentTo(125)
  q1?: number | null;

  @Field(() => Float, { nullable: true, description: `In the second, ${form}. Example: 40.` })
  @ExpectPercentTo(125)
  q2?: number | null;

  @Field(() => Float, { nullable: true, description: `In the third, ${form}. Example: 70.` })
  @ExpectPercentTo(125)
  q3?: number | null;

  @Field(() => Float, { nullable: true, description: `In the fourth, ${form}. Example: 100.` })
  @ExpectPercentTo(125)
  q4?: number | null;
}

@InputType({ description: 'The expected progress of an action, quarter by quarter.' })
export class SetQuarterTargetsInput extends MutationInput {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  @ExpectText(200)
  actionId!: string;

  @Field(() => QuarterTargetsInput, { description: 'The targets; {} removes them all.' })
  @ValidateNested()
  targets!: QuarterTargetsInput;
}

export function setQuarterTargets(input: SetQuarterTargetsInput): Command<'SetQuarterTargets'> {
  const { q1, q2, q3, q4 } = input.targets;
  const targets = {
    ...points('Q1', q1),
    ...points('Q2', q2),
    ...points('Q3', q3),
    ...points('Q4', q4),
  };
  const { actionId } = input;
  return { type: 'SetQuarterTargets', input: { actionId, targets }, meta: metaOf(input) };
}

/** Targets in basis points, as the API shows them (%). */
export function targetsIn({ Q1, Q2, Q3, Q4 }: TargetsInPoints): QuarterTargets {
  return { q1: percentOf(Q1), q2: percentOf(Q2), q3: percentOf(Q3), q4: percentOf(Q4) };
}

function points(quarter: keyof TargetsInPoints, percent: number | null | undefined) {
  return percent == null ? {} : { [quarter]: basisPoints(percent) };
}
