import { Field, ObjectType } from 'type-graphql';
import type { DataOf, Evidence as EvidenceValues } from '../../events/index.js';
import { Evidence } from '../evidence.type.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ReportEntry } from './report-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'Evidence was taken back; `reason` says why. Its file stays readable.',
})
export class EvidenceWithdrawn extends ReportEntry {
  declare data: DataOf<'EvidenceWithdrawn'>;

  @Field(() => Evidence, { description: 'The evidence, as it was attached.' })
  get before(): EvidenceValues {
    return this.data.before;
  }
}
