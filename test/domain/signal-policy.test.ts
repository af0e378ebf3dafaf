import { describe, expect, it } from '@jest/globals';
import { policyOf } from '../../src/domain/publication.js';
import { defaultPolicy } from '../../src/domain/signal.js';
import { fact, planId, planRegistered } from '../support/facts.js';
import { foldAll, given, record } from '../support/given.js';

const strict = { redUpTo: 6_000, yellowUpTo: 8_000, greenUpTo: 10_000 };
const adopt = (policy: typeof strict) =>
  ({ type: 'AdoptSignalPolicy', input: { planId, policy } }) as const;
const adopted = (after: typeof strict, before?: typeof strict) =>
  fact('SignalPolicyAdopted', { planId, ...(before && { before }), after });

describe('AdoptSignalPolicy', () => {
  it('records the policy, and the one before it where one was adopted', () => {
    given(planRegistered()).when(adopt(strict)).then(adopted(strict));
    const next = { ...strict, greenUpTo: 11_000 };
    given(planRegistered(), adopted(strict)).when(adopt(next)).then(adopted(next, strict));
    given(planRegistered(), adopted(strict))
      .when(adopt(defaultPolicy))
      .then(adopted(defaultPolicy, strict));
  });

  it('changes nothing for the policy in force, the default too', () => {
    given(planRegistered()).when(adopt(defaultPolicy)).thenNothing();
    given(planRegistered(), adopted(strict)).when(adopt(strict)).thenNothing();
  });

  it.each([
    [{ redUpTo: 8_001, yellowUpTo: 8_000, greenUpTo: 10_000 }, '80.01 %, 80 %, 100 %'],
    [{ redUpTo: 6_000, yellowUpTo: 10_001, greenUpTo: 10_000 }, '60 %, 100.01 %, 100 %'],
  ])('refuses limits that fall: %j', (policy, actual) => {
    given(planRegistered())
      .when(adopt(policy))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'policy-order', field: 'policy', actual });
  });

  it('takes limits that are equal: a body may have fewer colours', () => {
    const two = { redUpTo: 7_000, yellowUpTo: 7_000, greenUpTo: 7_000 };
    given(planRegistered()).when(adopt(two)).then(adopted(two));
  });

  it('refuses a plan that is not on record', () => {
    given().when(adopt(strict)).thenRefused({ code: 'NOT_FOUND', field: 'planId', actual: planId });
  });

  it('leaves the default in force where none was adopted, else the last one', () => {
    const policyAfter = (...past: ReturnType<typeof adopted>[]) => {
      const plan = foldAll(record([planRegistered(), ...past])).get('plans', planId);
      return plan && policyOf(plan);
    };
    expect(policyAfter()).toEqual({ redUpTo: 5_000, yellowUpTo: 7_500, greenUpTo: 12_500 });
    expect(policyAfter(adopted(defaultPolicy), adopted(strict, defaultPolicy))).toEqual(strict);
  });
});
