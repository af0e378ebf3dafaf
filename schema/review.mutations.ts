import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from './context.js';
import { approveReport, markReportNotApplicable, returnReport } from './report.command.js';
import { ReportInput } from './report.input.js';
import { ReportPayload } from './report.payload.js';

@InputType({ description: 'A report to be approved, by another person than who reported it.' })
export class ApproveReportInput extends ReportInput {}

@InputType({ description: 'A report to be sent back; it needs a `reason`.' })
export class ReturnReportInput extends ReportInput {}

@InputType({
  description: 'A quarter that an action has nothing to report for; it needs a `reason`.',
})
export class MarkReportNotApplicableInput extends ReportInput {}

@ObjectType({ description: 'What came of approving a report.' })
export class ApproveReportPayload extends ReportPayload {}

@ObjectType({ description: 'What came of returning a report.' })
export class ReturnReportPayload extends ReportPayload {}

@ObjectType({ description: 'What came of marking a quarter as not applicable.' })
export class MarkReportNotApplicablePayload extends ReportPayload {}

@Resolver()
export class ReviewMutations {
  @Mutation(() => ApproveReportPayload, {
    description: 'Approves a report. Neither its author nor its value changes thereby.',
  })
  approveReport(
    @Arg('input', () => ApproveReportInput, { description: 'The action and the quarter.' })
    input: ApproveReportInput,
    @Ctx() context: Context,
  ) {
    return context.execute(approveReport(input));
  }

  @Mutation(() => ReturnReportPayload, {
    description: 'Sends a report back with a reason, to be reported anew.',
  })
  returnReport(
    @Arg('input', () => ReturnReportInput, {
      description: 'The action and the quarter, and what is to be mended.',
    })
    input: ReturnReportInput,
    @Ctx() context: Context,
  ) {
    return context.execute(returnReport(input));
  }

  @Mutation(() => MarkReportNotApplicablePayload, {
    description:
      'Marks a quarter as not applicable to an action: it counts nowhere, and is never overdue.',
  })
  markReportNotApplicable(
    @Arg('input', () => MarkReportNotApplicableInput, {
      description: 'The action and the quarter, and why.',
    })
    input: MarkReportNotApplicableInput,
    @Ctx() context: Context,
  ) {
    return context.execute(markReportNotApplicable(input));
  }
}
