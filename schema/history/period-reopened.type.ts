import { ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { PeriodEntry } from './period-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A closed quarter was opened again; `reason` says why.',
})
export class PeriodReopened extends PeriodEntry {
  declare data: DataOf<'PeriodReopened'>;
}
