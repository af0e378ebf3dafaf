import { Arg, Ctx, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from './context.js';
import {
  attachEvidence,
  AttachEvidenceInput,
  withdrawEvidence,
  WithdrawEvidenceInput,
} from './evidence.input.js';
import { ReportPayload } from './report.payload.js';

@ObjectType({ description: 'What came of attaching evidence.' })
export class AttachEvidencePayload extends ReportPayload {}

@ObjectType({ description: 'What came of taking evidence back.' })
export class WithdrawEvidencePayload extends ReportPayload {}

@Resolver()
export class EvidenceMutations {
  @Mutation(() => AttachEvidencePayload, {
    description: 'Attaches evidence to the report of a quarter, also of a closed one.',
  })
  attachEvidence(
    @Arg('input', () => AttachEvidenceInput, {
      description: 'The report, and where its evidence is.',
    })
    input: AttachEvidenceInput,
    @Ctx() context: Context,
  ) {
    return context.execute(attachEvidence(input));
  }

  @Mutation(() => WithdrawEvidencePayload, {
    description: 'Takes evidence back. Its history, and its file, stay readable.',
  })
  withdrawEvidence(
    @Arg('input', () => WithdrawEvidenceInput, {
      description: 'Which evidence of which report, and why.',
    })
    input: WithdrawEvidenceInput,
    @Ctx() context: Context,
  ) {
    return context.execute(withdrawEvidence(input));
  }
}
