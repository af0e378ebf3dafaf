import { ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import type { Command } from './command.js';
import { Expect, ExpectText } from './expect.js';
import { given, mentioned } from './given.js';
import { metaOf, MutationInput } from './mutation.input.js';
import { basisPoints, ExpectPercentTo } from './percent.js';
import { policyOf, SignalPolicyInput } from './signal.type.js';

@InputType()
abstract class PlanInput extends MutationInput {
  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  @ExpectText(200)
  planId!: string;
}

@InputType({
  description:
    'A new version of a plan, adopted by an act; it needs a `reason`. A text left out stays as it is.',
})
export class RevisePlanInput extends PlanInput {
  @Field(() => String, {
    description:
      'The act that adopted it, at most 1000 characters. Example: "Acta 2 del comité, 5 de julio de 2024".',
  })
  @ExpectText(1000)
  act!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The new title, free in its year. Example: "Plan de Acción 2024, ajustado".',
  })
  @ExpectText(1000)
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The new objective, to the letter; null removes it.',
  })
  @ExpectText(5000)
  objective?: string | null;
}

@InputType({ description: 'The weight of one action in its plan.' })
export class ActionWeightInput {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  @ExpectText(200)
  actionId!: string;

  @Field(() => Float, {
    description: 'Its weight in % of the plan, 0 to 100, at most two decimals. Example: 33.34.',
  })
  @ExpectPercentTo(100)
  weight!: number;
}

@InputType({
  description:
    'The weights of all actions of a plan that were not withdrawn, at once; they total exactly 100 %.',
})
export class SetPlanWeightsInput extends PlanInput {
  @Field(() => [ActionWeightInput], {
    description: 'Each action of the plan once. Example: 33.34, 33.33 and 33.33.',
  })
  @Expect('each action once', (value) => {
    const ids = Array.isArray(value) ? value.map((item: ActionWeightInput) => item.actionId) : [];
    return new Set(ids).size === ids.length;
  })
  @ValidateNested()
  weights!: ActionWeightInput[];
}

@InputType({
  description:
    'The policy that colours the reports of a plan from now on. Closed quarters keep theirs.',
})
export class AdoptSignalPolicyInput extends PlanInput {
  @Field(() => SignalPolicyInput, { description: 'The policy, whole.' })
  @ValidateNested()
  policy!: SignalPolicyInput;
}

export function revisePlan(input: RevisePlanInput): Command<'RevisePlan'> {
  const { planId, act } = input;
  const changes = { ...given(input, 'title'), ...mentioned(input, 'objective') };
  return { type: 'RevisePlan', input: { planId, act, changes }, meta: metaOf(input) };
}

export function setPlanWeights(input: SetPlanWeightsInput): Command<'SetPlanWeights'> {
  const entries = input.weights.map(({ actionId, weight }) => [actionId, basisPoints(weight)]);
  const weights = Object.fromEntries(entries) as Record<string, number>;
  return {
    type: 'SetPlanWeights',
    input: { planId: input.planId, weights },
    meta: metaOf(input),
  };
}

export function adoptSignalPolicy(input: AdoptSignalPolicyInput): Command<'AdoptSignalPolicy'> {
  const { planId, policy } = input;
  return {
    type: 'AdoptSignalPolicy',
    input: { planId, policy: policyOf(policy) },
    meta: metaOf(input),
  };
}
