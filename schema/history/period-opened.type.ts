import { Field, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { LocalDate } from '../scalars.js';
import { PeriodEntry } from './period-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A quarter of a plan was opened for reports; its dates are frozen since.',
})
export class PeriodOpened extends PeriodEntry {
  declare data: DataOf<'PeriodOpened'>;

  @Field(() => LocalDate, {
    description: 'The day whose progress is reported. Example: "2024-03-31".',
  })
  get cutoff(): string {
    return this.data.cutoff;
  }

  @Field(() => LocalDate, { description: 'First day of the window. Example: "2024-04-01".' })
  get opensAt(): string {
    return this.data.opensAt;
  }

  @Field(() => LocalDate, { description: 'Last day of the window. Example: "2024-04-10".' })
  get closesAt(): string {
    return this.data.closesAt;
  }
}
