import { Field, ID, ObjectType } from 'type-graphql';
import { LocalDate, SafeInt } from './scalars.js';

@ObjectType({ description: 'A file of evidence, kept by its content.' })
export class EvidenceFile {
  @Field(() => String, {
    description:
      'The SHA-256 of its content, 64 hexadecimal digits. It is downloaded at "/evidence/" followed by this.',
  })
  sha256!: string;

  @Field(() => SafeInt, { description: 'Its size in bytes. Example: 48213.' })
  size!: number;

  @Field(() => String, { description: 'Its media type. Example: "application/pdf".' })
  mediaType!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its name; null when it was redacted. Example: "informe.pdf".',
  })
  fileName?: string;
}

@ObjectType({
  description: 'What shows that a report is true: a page on the web, or a file (evidencia).',
})
export class Evidence {
  @Field(() => ID, { description: 'Its id. Example: "evidence_rmbc_5t1z8v".' })
  evidenceId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it is; null when it was redacted. Example: "Informe de avance".',
  })
  title?: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'When it was made, if told. Example: "2024-03-28".',
  })
  date?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where it is on the web; null for a file. Example: "https://example.org/informe".',
  })
  url?: string;

  @Field(() => EvidenceFile, { nullable: true, description: 'The file; null for a page.' })
  file?: EvidenceFile;
}
