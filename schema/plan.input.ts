import { Field, ID, InputType, Int } from 'type-graphql';
import type { PercentMode as PercentModeName } from '../events/index.js';
import type { Command } from './command.js';
import { Expect, ExpectText } from './expect.js';
import { given } from './given.js';
import { metaOf, MutationInput } from './mutation.input.js';
import { PercentMode } from './plan.type.js';

function ExpectYear(): PropertyDecorator {
  const inRange = (value: unknown) => typeof value === 'number' && value >= 1900 && value <= 2999;
  return Expect('a year from 1900 to 2999', inRange);
}

@InputType({ description: 'Which plans are wanted. A plan meets all that is given.' })
export class PlanFilter {
  @Field(() => Int, { nullable: true, description: 'Plans for this year. Example: 2024.' })
  @ExpectYear()
  year?: number | null;

  @Field(() => ID, { nullable: true, description: 'Plans of this entity. Example: "rmbc".' })
  entityId?: string | null;
}

@InputType({ description: 'A plan that an entity adopted for a year.' })
export class RegisterPlanInput extends MutationInput {
  @Field(() => ID, { description: 'The entity that adopted the plan. Example: "rmbc".' })
  @ExpectText(200)
  entityId!: string;

  @Field(() => Int, { description: 'The year that it is for, 1900 to 2999. Example: 2024.' })
  @ExpectYear()
  year!: number;

  @Field(() => String, {
    description: 'The title, free in its year. Example: "Plan de Acción 2024".',
  })
  @ExpectText(1000)
  title!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the plan is to achieve, to the letter. Example: "Consolidar la región."',
  })
  @ExpectText(5000)
  objective?: string | null;

  @Field(() => PercentMode, {
    defaultValue: PercentMode.CUMULATIVE,
    description: 'What the percentages of its reports will count.',
  })
  percentMode!: PercentModeName;
}

export function registerPlan(input: RegisterPlanInput): Command<'RegisterPlan'> {
  const { entityId, year, title, percentMode } = input;
  const plan = { entityId, year, title, percentMode, ...given(input, 'objective') };
  return { type: 'RegisterPlan', input: plan, meta: metaOf(input) };
}
