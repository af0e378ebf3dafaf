import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Quarter } from './scalars.js';

@ObjectType({ description: 'What an entry of the history is about; null where it does not apply.' })
export class EntrySubject {
  @Field(() => ID, { nullable: true, description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  planId?: string;

  @Field(() => ID, { nullable: true, description: 'The action. Example: "action_rmbc_9f3k1d".' })
  actionId?: string;

  @Field(() => Quarter, { nullable: true, description: 'The quarter. Example: "2024-Q1".' })
  quarter?: string;

  @Field(() => ID, { nullable: true, description: 'The import. Example: "import_rmbc_1c5d8e".' })
  importId?: string;
}

@ObjectType({ description: 'The place in a plan file that an entry was taken from.' })
export class EntrySource {
  @Field(() => String, {
    nullable: true,
    description:
      'The name of the file; null when it was redacted. Example: "plan-de-accion-2024.tsv".',
  })
  fileName?: string;

  @Field(() => String, {
    description: 'The SHA-256 of the file, 64 hexadecimal digits: which file exactly.',
  })
  sha256!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The sheet, in a file that has sheets. Example: "Plan 2024".',
  })
  sheet?: string;

  @Field(() => Int, { description: 'The row as a person counts it, from 1. Example: 5.' })
  row!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The column, from 1; null when it came from the whole row. Example: 12.',
  })
  column?: number;

  @Field(() => String, {
    nullable: true,
    description: 'The cell (or row) to the letter; null when it was redacted.',
  })
  raw?: string;
}
