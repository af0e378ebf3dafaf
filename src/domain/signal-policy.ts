import type { SignalPolicy } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { percentText } from './percent.js';
import { planStream } from './plan.js';
import { policyOf } from './publication.js';
import { notFound, ruleViolation } from './refusal.js';

export interface AdoptSignalPolicyInput {
  readonly planId: string;
  /** In basis points of efficacy. */
  readonly policy: SignalPolicy;
}

/** Quarters that are closed keep their colours. Refused: `policy-order`. */
export const AdoptSignalPolicy = defineHandler<AdoptSignalPolicyInput>({
  target: (input) => ({ model: 'plans', id: input.planId }),
  decide({ planId, policy }, world): Decision {
    const plan = world.get('plans', planId);
    if (plan === undefined) return notFound('planId', planId);
    const { redUpTo, yellowUpTo, greenUpTo } = policy;
    if (redUpTo > yellowUpTo || yellowUpTo > greenUpTo) {
      return ruleViolation('policy-order', 'The limits rise from red to yellow to green.', {
        field: 'policy',
        expected: 'redUpTo ≤ yellowUpTo ≤ greenUpTo',
        actual: [redUpTo, yellowUpTo, greenUpTo].map(percentText).join(', '),
      });
    }
    const before = policyOf(plan);
    const same =
      before.redUpTo === redUpTo &&
      before.yellowUpTo === yellowUpTo &&
      before.greenUpTo === greenUpTo;
    if (same) return [];
    const data = { planId, ...(plan.signalPolicy && { before: plan.signalPolicy }), after: policy };
    return [{ type: 'SignalPolicyAdopted', stream: planStream(planId), subject: { planId }, data }];
  },
});
