import { Field, ObjectType, registerEnumType } from 'type-graphql';

export const UserErrorCode = {
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  RULE_VIOLATION: 'RULE_VIOLATION',
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
} as const;
export type UserErrorCode = keyof typeof UserErrorCode;

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Why an update was refused. Nothing of a refused update is recorded.',
  valuesConfig: {
    BAD_USER_INPUT: { description: 'A field has a form that is not accepted. Mend it.' },
    NOT_FOUND: { description: 'No such thing is on record. Check the id in `actual`.' },
    CONFLICT: {
      description:
        'Somebody else was faster: the version is not the expected one. Read the current value, which comes with this answer, and decide anew.',
    },
    RULE_VIOLATION: { description: 'A rule of the follow-up forbids it. `rule` names the rule.' },
    IDEMPOTENCY_KEY_REUSED: {
      description: 'The `commandId` was used before, for another request. Choose a new one.',
    },
  },
});

@ObjectType({ description: 'Something that the caller can mend: what was expected and what came.' })
export class UserError {
  @Field(() => UserErrorCode, {
    description: 'The kind of refusal. Stable: programs may rely on it.',
  })
  code!: UserErrorCode;

  @Field(() => String, {
    nullable: true,
    description:
      'The name of the rule, with code RULE_VIOLATION. Stable. Example: "already-reported".',
  })
  rule?: string;

  @Field(() => String, {
    nullable: true,
    description: 'The input field at fault. Example: "percent".',
  })
  field?: string;

  @Field(() => String, {
    description: 'What is wrong and what to do, for a person. The wording may change.',
  })
  message!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What was expected, as text. Example: "0 % to 125 %".',
  })
  expected?: string;

  @Field(() => String, { nullable: true, description: 'What came, as text. Example: "999 %".' })
  actual?: string;
}
