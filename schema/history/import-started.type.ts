import { Field, ID, ObjectType } from 'type-graphql';
import type { DataOf, ImportCounts as Counts } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ImportCounts } from './import-counts.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description:
    'The import of a plan file began. The entries that follow from it name it in `causationId`.',
})
export class ImportStarted {
  declare data: DataOf<'ImportStarted'>;

  @Field(() => ID, { description: 'The import. Example: "import_rmbc_1c5d8e".' })
  get importId(): string {
    return this.data.importId;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The name of the file; null when it was redacted. Example: "plan-de-accion-2024.tsv".',
  })
  get fileName(): string {
    return this.data.fileName;
  }

  @Field(() => String, { description: 'The SHA-256 of the file, 64 hexadecimal digits.' })
  get sha256(): string {
    return this.data.sha256;
  }

  @Field(() => ImportCounts, { description: 'What it was going to record, as found before.' })
  get planned(): Counts {
    return this.data.planned;
  }
}
