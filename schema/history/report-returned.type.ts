import { ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ReportEntry } from './report-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A report was sent back to be reported anew; `reason` says why.',
})
export class ReportReturned extends ReportEntry {
  declare data: DataOf<'ReportReturned'>;
}
