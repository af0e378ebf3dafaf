import { ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ReportEntry } from './report-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A report was approved, by another than who reported it.',
})
export class ReportApproved extends ReportEntry {
  declare data: DataOf<'ReportApproved'>;
}
