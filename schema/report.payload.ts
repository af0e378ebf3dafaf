import { Ctx, Field, ObjectType } from 'type-graphql';
import { ActionPayload } from './action.payload.js';
import type { Context } from './context.js';
import { Report } from './report.type.js';

/** What every mutation about a report answers. */
@ObjectType({ description: 'What came of an update about a report.' })
export abstract class ReportPayload extends ActionPayload {
  @Field(() => Report, {
    nullable: true,
    description: 'The report as it is now, also when the update was refused.',
  })
  report(@Ctx() context: Context) {
    const { actionId, quarter } = this.ids;
    const known = actionId !== undefined && quarter !== undefined;
    return known ? context.report(actionId, quarter) : null;
  }
}

@ObjectType({ description: 'What came of reporting progress.' })
export class ReportProgressPayload extends ReportPayload {}

@ObjectType({ description: 'What came of correcting a report.' })
export class CorrectProgressPayload extends ReportPayload {}

@ObjectType({ description: 'What came of taking a report back.' })
export class WithdrawProgressPayload extends ReportPayload {}
