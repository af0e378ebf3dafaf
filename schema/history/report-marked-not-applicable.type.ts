import { ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ReportEntry } from './report-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A quarter was found not to apply to an action; `reason` says why.',
})
export class ReportMarkedNotApplicable extends ReportEntry {
  declare data: DataOf<'ReportMarkedNotApplicable'>;
}
