import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PercentMode as PercentModeName } from '../events/index.js';
import { Node } from './node.type.js';
import { connectionType } from './page.type.js';
import { SafeInt } from './scalars.js';

export const PercentMode = {
  CUMULATIVE: 'CUMULATIVE',
  PER_QUARTER: 'PER_QUARTER',
} as const satisfies { [N in PercentModeName]: N };

registerEnumType(PercentMode, {
  name: 'PercentMode',
  description: 'What the percentages of a plan count.',
  valuesConfig: {
    CUMULATIVE: { description: "Progress since the year's start: 10, 20, 30 means 30 % so far." },
    PER_QUARTER: { description: 'Progress in the quarter alone: 10, 20, 30 means 60 % so far.' },
  },
});

@ObjectType({
  implements: Node,
  description: 'A plan of actions for one year (plan de acción) of one entity.',
})
export class Plan {
  @Field(() => ID, { description: 'The permanent id. Example: "plan_rmbc_4h8s2w".' })
  id!: string;

  @Field(() => Int, { description: 'The year that it is for (vigencia). Example: 2024.' })
  year!: number;

  @Field(() => String, { description: 'The title. Example: "Plan de Acción 2024".' })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the plan is to achieve (objetivo), to the letter; null when it says none.',
  })
  objective?: string;

  @Field(() => PercentMode, { description: 'What the percentages of its reports count.' })
  percentMode!: PercentModeName;

  @Field(() => Int, {
    description:
      'Its version: 1 as registered; each revision by an act, and each action reprogrammed in time, target or resources, makes the next. Example: 2.',
  })
  planVersion!: number;

  @Field(() => Boolean, {
    description: 'Whether weights were set; if not, all actions weigh the same.',
  })
  weighted!: boolean;

  @Field(() => SafeInt, {
    description:
      'How many events the plan itself has had (its actions not counted): what `expectedStreamVersion` is compared with. Example: 1.',
  })
  streamVersion!: number;
}

export const PlanConnection = connectionType('Plan', 'plans', Plan);
