import { Field, ID, ObjectType } from 'type-graphql';
import type { DataOf, ImportCounts as Counts } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ImportCounts } from './import-counts.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'The import of a plan file came to its end.',
})
export class ImportCompleted {
  declare data: DataOf<'ImportCompleted'>;

  @Field(() => ID, { description: 'The import. Example: "import_rmbc_1c5d8e".' })
  get importId(): string {
    return this.data.importId;
  }

  @Field(() => ImportCounts, { description: 'How many actions, offices and reports it recorded.' })
  get recorded(): Counts {
    return this.data.recorded;
  }

  @Field(() => String, {
    description:
      'The SHA-256 of the report that the importer printed (as canonical JSON), 64 hexadecimal digits.',
  })
  get reportHash(): string {
    return this.data.reportHash;
  }
}
