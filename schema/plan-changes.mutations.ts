import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from './context.js';
import {
  adoptSignalPolicy,
  AdoptSignalPolicyInput,
  revisePlan,
  RevisePlanInput,
  setPlanWeights,
  SetPlanWeightsInput,
} from './plan-changes.input.js';
import {
  AdoptSignalPolicyPayload,
  RevisePlanPayload,
  SetPlanWeightsPayload,
} from './plan.payload.js';

@Resolver()
export class PlanChangesMutations {
  @Mutation(() => RevisePlanPayload, {
    description: 'Makes a new version of a plan by an act; its texts may change with it.',
  })
  revisePlan(
    @Arg('input', () => RevisePlanInput, {
      description: 'The plan, its texts that change, and the act.',
    })
    input: RevisePlanInput,
    @Ctx() context: Context,
  ) {
    return context.execute(revisePlan(input));
  }

  @Mutation(() => SetPlanWeightsPayload, {
    description: 'Sets the weights of all actions of a plan at once.',
  })
  setPlanWeights(
    @Arg('input', () => SetPlanWeightsInput, {
      description: 'The plan, and how much each of its actions weighs.',
    })
    input: SetPlanWeightsInput,
    @Ctx() context: Context,
  ) {
    return context.execute(setPlanWeights(input));
  }

  @Mutation(() => AdoptSignalPolicyPayload, {
    description: 'Adopts the policy that colours the reports of a plan from now on.',
  })
  adoptSignalPolicy(
    @Arg('input', () => AdoptSignalPolicyInput, {
      description: 'The plan, and the bounds of its colours.',
    })
    input: AdoptSignalPolicyInput,
    @Ctx() context: Context,
  ) {
    return context.execute(adoptSignalPolicy(input));
  }
}
