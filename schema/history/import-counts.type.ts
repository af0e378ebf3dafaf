import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'How many of each thing an import is about.' })
export class ImportCounts {
  @Field(() => Int, { description: 'Plans registered. Example: 1.' })
  plans!: number;

  @Field(() => Int, { description: 'Offices registered. Example: 5.' })
  offices!: number;

  @Field(() => Int, { description: "Other spellings of offices' names. Example: 1." })
  aliases!: number;

  @Field(() => Int, { description: 'Actions added. Example: 9.' })
  actions!: number;

  @Field(() => Int, { description: 'Revisions of actions. Example: 0.' })
  revisions!: number;

  @Field(() => Int, { description: 'Reports of a quarter. Example: 8.' })
  reports!: number;

  @Field(() => Int, { description: 'Corrections of reports. Example: 0.' })
  corrections!: number;

  @Field(() => Int, {
    description:
      'Rows that can not be read or are refused: nothing of them is recorded. Example: 0.',
  })
  rejected!: number;
}
