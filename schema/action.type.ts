import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Frequency as FrequencyName } from '../events/index.js';
import { Node } from './node.type.js';
import { connectionType } from './page.type.js';
import { Decimal, LocalDate, SafeInt } from './scalars.js';

export const Frequency = {
  MONTHLY: 'MONTHLY',
  BIMONTHLY: 'BIMONTHLY',
  QUARTERLY: 'QUARTERLY',
  SEMIANNUAL: 'SEMIANNUAL',
  ANNUAL: 'ANNUAL',
} as const satisfies { [N in FrequencyName]: N };

registerEnumType(Frequency, {
  name: 'Frequency',
  description: 'How often an action is followed up (seguimiento), and so when a report is due.',
  valuesConfig: {
    MONTHLY: { description: 'Mensual: a report is due every quarter.' },
    BIMONTHLY: { description: 'Bimestral: a report is due every quarter.' },
    QUARTERLY: { description: 'Trimestral: a report is due every quarter.' },
    SEMIANNUAL: { description: 'Semestral: a report is due in the second and fourth quarter.' },
    ANNUAL: { description: 'Anual: a report is due in the fourth quarter.' },
  },
});

@ObjectType({
  implements: Node,
  description:
    'An action of a plan (acción, programa o proyecto estratégico), with the offices that answer for it, what is measured, and a report for each quarter.',
})
export class Action {
  @Field(() => ID, { description: 'The permanent id. Example: "action_rmbc_9f3k1d".' })
  id!: string;

  @Field(() => String, {
    description:
      'The number in the plan ("No."): a label, which may change and may have letters. Example: "4".',
  })
  number!: string;

  @Field(() => String, { description: 'What is to be done, to the letter.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What is measured (indicador). Example: "Plan de ordenamiento formulado".',
  })
  indicator?: string;

  @Field(() => String, {
    nullable: true,
    description: 'The unit in which it is measured (unidad de medida). Example: "Unidad".',
  })
  unit?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'How much is to be reached (meta), in `unit`. Example: "1".',
  })
  target?: string;

  @Field(() => LocalDate, { description: 'First day (fecha inicio). Example: "2024-03-01".' })
  startDate!: string;

  @Field(() => LocalDate, { description: 'Last day (fecha fin). Example: "2024-12-31".' })
  endDate!: string;

  @Field(() => Frequency, { description: 'How often it is followed up (seguimiento).' })
  frequency!: FrequencyName;

  @Field(() => String, {
    nullable: true,
    description: 'Where the money comes from (fuente de financiación). Example: "Inversión".',
  })
  fundingSource?: string;

  @Field(() => [String], {
    description:
      'Other plans that it belongs to (planes asociados). Example: ["Plan Anual de Adquisiciones (PAA)"].',
  })
  associatedPlans!: readonly string[];

  @Field(() => Boolean, {
    description: 'Whether it was withdrawn from the plan. Its history stays readable.',
  })
  withdrawn!: boolean;

  @Field(() => SafeInt, {
    description:
      'How many events the action has had, reports included: what `expectedStreamVersion` is compared with. Example: 2.',
  })
  streamVersion!: number;
}

export const ActionConnection = connectionType('Action', 'actions', Action);
