import { Field, Float, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { SignalPolicy as PolicyInPoints } from '../events/index.js';
import { basisPoints, ExpectPercentTo } from './percent.js';

export const Signal = {
  RED: 'RED',
  YELLOW: 'YELLOW',
  GREEN: 'GREEN',
  OVER: 'OVER',
  NO_DATA: 'NO_DATA',
} as const;
export type Signal = keyof typeof Signal;

registerEnumType(Signal, {
  name: 'Signal',
  description:
    "The colour of a report (semáforo), by its efficacy and the plan's policy. A closed quarter keeps the colours of the policy that was in force when it was closed.",
  valuesConfig: {
    RED: { description: 'Efficacy up to `redUpTo`, by default 50 %.' },
    YELLOW: { description: 'Above that, up to `yellowUpTo`, by default 75 %.' },
    GREEN: { description: 'Above that, up to `greenUpTo`, by default 125 %.' },
    OVER: { description: 'Above `greenUpTo`: more than was planned for.' },
    NO_DATA: { description: 'Nothing is reported, or nothing is expected yet.' },
  },
});

@ObjectType({
  description:
    'By which efficacy a report has which colour: the highest of each colour, in %. Above `greenUpTo` it is OVER.',
})
export class SignalPolicy {
  @Field(() => Float, { description: 'The highest efficacy that is red, in %. Example: 50.' })
  redUpTo!: number;

  @Field(() => Float, { description: 'The highest that is yellow, in %. Example: 75.' })
  yellowUpTo!: number;

  @Field(() => Float, { description: 'The highest that is green, in %. Example: 125.' })
  greenUpTo!: number;
}

const form = 'in %, 0 to 10000, with at most two decimals';

@InputType({
  description: 'The highest efficacy of each colour; they rise from red to yellow to green.',
})
export class SignalPolicyInput {
  @Field(() => Float, { description: `The highest that is red, ${form}. Example: 50.` })
  @ExpectPercentTo(10_000)
  redUpTo!: number;

  @Field(() => Float, { description: `The highest that is yellow, ${form}. Example: 75.` })
  @ExpectPercentTo(10_000)
  yellowUpTo!: number;

  @Field(() => Float, { description: `The highest that is green, ${form}. Example: 125.` })
  @ExpectPercentTo(10_000)
  greenUpTo!: number;
}

/** A policy in basis points, as the API shows it (%). */
export function policyIn(points: PolicyInPoints): SignalPolicy {
  const { redUpTo, yellowUpTo, greenUpTo } = points;
  return { redUpTo: redUpTo / 100, yellowUpTo: yellowUpTo / 100, greenUpTo: greenUpTo / 100 };
}

/** A policy in %, as everything behind the API keeps it. */
export function policyOf({ redUpTo, yellowUpTo, greenUpTo }: SignalPolicyInput): PolicyInPoints {
  return {
    redUpTo: basisPoints(redUpTo),
    yellowUpTo: basisPoints(yellowUpTo),
    greenUpTo: basisPoints(greenUpTo),
  };
}
