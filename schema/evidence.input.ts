import { Field, ID, InputType } from 'type-graphql';
import type { Command } from './command.js';
import { Expect, ExpectText } from './expect.js';
import { given } from './given.js';
import { metaOf } from './mutation.input.js';
import { targetOf } from './report.command.js';
import { ReportInput } from './report.input.js';
import { LocalDate } from './scalars.js';

@InputType({
  description:
    'Evidence of a report: either a `url`, or the `sha256` of a file that was uploaded before by POST /actions/ID/evidence-files.',
})
export class AttachEvidenceInput extends ReportInput {
  @Field(() => String, {
    description: 'What it is, at most 1000 characters. Example: "Informe de avance".',
  })
  @ExpectText(1000)
  title!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'When it was made. Example: "2024-03-28".',
  })
  date?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where it is on the web, at most 2000 characters, with https:// or http://. Example: "https://example.org/informe".',
  })
  @ExpectText(2000)
  url?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The SHA-256 of an uploaded file, as the upload answered it.',
  })
  @Expect(
    'a SHA-256 as 64 small hexadecimal digits',
    (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  )
  sha256?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The name of the file; left out: the name under which its content was first uploaded. Example: "informe.pdf".',
  })
  @ExpectText(255)
  fileName?: string | null;
}

@InputType({ description: 'Evidence to be taken back; it needs a `reason`.' })
export class WithdrawEvidenceInput extends ReportInput {
  @Field(() => ID, { description: 'The evidence. Example: "evidence_rmbc_5t1z8v".' })
  @ExpectText(200)
  evidenceId!: string;
}

export function attachEvidence(input: AttachEvidenceInput): Command<'AttachEvidence'> {
  const { title } = input;
  const place = given(input, 'date', 'url', 'sha256', 'fileName');
  return {
    type: 'AttachEvidence',
    input: { ...targetOf(input), title, ...place },
    meta: metaOf(input),
  };
}

export function withdrawEvidence(input: WithdrawEvidenceInput): Command<'WithdrawEvidence'> {
  const { evidenceId } = input;
  return {
    type: 'WithdrawEvidence',
    input: { ...targetOf(input), evidenceId },
    meta: metaOf(input),
  };
}
