import { Field, ID, InputType } from 'type-graphql';
import type { Frequency as FrequencyName } from '../events/index.js';
import { Frequency } from './action.type.js';
import { ExpectText, ExpectTexts } from './expect.js';
import { MutationInput } from './mutation.input.js';
import { Decimal, LocalDate } from './scalars.js';

/** What an action may have; the same words whether it is added or revised. */
@InputType()
abstract class OptionalActionFields extends MutationInput {
  @Field(() => String, {
    nullable: true,
    description: 'What is measured. Example: "Plan de ordenamiento formulado".',
  })
  @ExpectText(5000)
  indicator?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The unit in which it is measured. Example: "Unidad".',
  })
  @ExpectText(1000)
  unit?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'How much is to be reached, in `unit`. Example: "1".',
  })
  target?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the money comes from. Example: "Inversión".',
  })
  @ExpectText(1000)
  fundingSource?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Other plans that it belongs to, at most 50. Example: ["POAI"].',
  })
  @ExpectTexts(50, 1000)
  associatedPlans?: string[] | null;
}

@InputType({ description: 'An action to be added to a plan.' })
export class AddActionInput extends OptionalActionFields {
  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  @ExpectText(200)
  planId!: string;

  @Field(() => String, { description: 'The number, free in the plan. Example: "10".' })
  @ExpectText(100)
  number!: string;

  @Field(() => String, { description: 'What is to be done. Example: "Formular el plan."' })
  @ExpectText(5000)
  name!: string;

  @Field(() => [ID], {
    description: 'The offices that answer for it, at most 50. Example: ["office_rmbc_7k2m9x"].',
  })
  @ExpectTexts(50, 200)
  officeIds!: string[];

  @Field(() => LocalDate, { description: 'First day. Example: "2024-03-01".' })
  startDate!: string;

  @Field(() => LocalDate, {
    description: 'Last day, on the first or after it. Example: "2024-12-31".',
  })
  endDate!: string;

  @Field(() => Frequency, { description: 'How often it is followed up. Example: QUARTERLY.' })
  frequency!: FrequencyName;
}

@InputType({
  description:
    'A revision of an action; it needs a `reason`. A field left out stays as it is; null removes it, where it may be absent.',
})
export class ReviseActionInput extends OptionalActionFields {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  @ExpectText(200)
  actionId!: string;

  @Field(() => String, { nullable: true, description: 'The new number. Example: "4A".' })
  @ExpectText(100)
  number?: string | null;

  @Field(() => String, { nullable: true, description: 'What is to be done from now on.' })
  @ExpectText(5000)
  name?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'All offices that answer for it from now on, not only the new ones.',
  })
  @ExpectTexts(50, 200)
  officeIds?: string[] | null;

  @Field(() => LocalDate, { nullable: true, description: 'The new first day: "2024-04-01".' })
  startDate?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The new last day: "2024-11-30".' })
  endDate?: string | null;

  @Field(() => Frequency, {
    nullable: true,
    description: 'How often it is followed up from now on.',
  })
  frequency?: FrequencyName | null;
}

@InputType({ description: 'An action to be withdrawn from its plan; it needs a `reason`.' })
export class WithdrawActionInput extends MutationInput {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  @ExpectText(200)
  actionId!: string;
}
