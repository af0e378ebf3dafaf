import { Field, ObjectType } from 'type-graphql';
import type { DataOf, Evidence as EvidenceValues } from '../../events/index.js';
import { Evidence } from '../evidence.type.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ReportEntry } from './report-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'Evidence was attached to the report of a quarter.',
})
export class EvidenceAttached extends ReportEntry {
  declare data: DataOf<'EvidenceAttached'>;

  @Field(() => Evidence, { description: 'What it is, and where it lies.' })
  get evidence(): EvidenceValues {
    return this.data.evidence;
  }
}
