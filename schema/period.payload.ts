import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from './context.js';
import { Ledger } from './ledger.type.js';
import { Period } from './period.type.js';
import { PlanPayload } from './plan.payload.js';

/** What every mutation about a period answers. */
@ObjectType({ description: 'What came of an update about a period.' })
export abstract class PeriodPayload extends PlanPayload {
  @Field(() => Period, {
    nullable: true,
    description:
      'The period as it is now, also when the update was refused; null when it was never opened.',
  })
  period(@Ctx() context: Context) {
    const { planId, quarter } = this.ids;
    const known = planId !== undefined && quarter !== undefined;
    return known ? context.period(planId, quarter) : null;
  }
}

@ObjectType({ description: 'What came of opening a period.' })
export class OpenPeriodPayload extends PeriodPayload {}

@ObjectType({ description: 'What came of closing a period.' })
export class ClosePeriodPayload extends PeriodPayload {
  @Field(() => Ledger, {
    nullable: true,
    description:
      'The ledger after the closing. Write its `size`, `rootHash` and `checkpoint` into the act, beside the hash of the publication: whoever has them can tell whether the record was altered. Without a key, or when signing failed, the checkpoint is null or of an earlier size, which its second line tells. Null when nothing was recorded.',
  })
  ledger(@Ctx() context: Context) {
    const [closing] = this.entries;
    return closing === undefined ? null : context.ledger(closing.ledger);
  }
}

@ObjectType({ description: 'What came of reopening a period.' })
export class ReopenPeriodPayload extends PeriodPayload {}
