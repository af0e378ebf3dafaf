import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Who recorded something.' })
export class Actor {
  @Field(() => ID, {
    description: 'An opaque id; it says nothing of the person by itself. Example: "local".',
  })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The role under which it acted. Null where only the id is kept. Example: "reporter".',
  })
  role?: string;
}
