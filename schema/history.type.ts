import { Field, InterfaceType, ObjectType } from 'type-graphql';
import type { EventName, Source, Subject } from '../events/index.js';
import { Actor } from './actor.type.js';
import { EventType } from './event-type.enum.js';
import { EntrySource, EntrySubject } from './history-parts.type.js';
import { Node } from './node.type.js';
import { connectionType } from './page.type.js';
import { DateTime, LocalDate, SafeInt } from './scalars.js';
import type { HistoryEntryView } from './views.js';

@InterfaceType({
  implements: Node,
  description:
    'One event of the log: who recorded what, when, about what and why. Entries are never changed or deleted; a correction is a new entry.',
  resolveType: (entry: HistoryEntryView) => entry.type,
})
export abstract class HistoryEntry {
  @Field(() => SafeInt, {
    description: "The place in the entity's ledger: 1, 2, 3 … without gaps. Example: 17.",
  })
  position!: number;

  @Field(() => String, {
    description: 'The stream: everything about one thing. Example: "action-action_rmbc_9f3k1d".',
  })
  stream!: string;

  @Field(() => SafeInt, {
    description: 'The place in its stream: 1, 2, 3 … without gaps. Example: 2.',
  })
  streamVersion!: number;

  @Field(() => EventType, { description: 'What kind of event it is. Example: ProgressReported.' })
  type!: EventName;

  @Field(() => DateTime, {
    description: 'When the system learned it. Never earlier than the entry before it.',
  })
  recordedAt!: Date;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'When it happened, if that was told. Example: "2024-03-28".',
  })
  occurredOn?: string;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who recorded it; null where you may not know.',
  })
  actor?: Actor;

  @Field(() => String, {
    nullable: true,
    description:
      'Why (justificación), to the letter; null when no reason was given, or when it was redacted.',
  })
  reason?: string;

  @Field(() => EntrySubject, { description: 'What it is about.' })
  subject!: Subject;

  @Field(() => EntrySource, {
    nullable: true,
    description:
      'The place in a plan file that it was taken from; null when it did not come from one.',
  })
  source?: Source;

  @Field(() => String, {
    description: 'One id for everything that one request, or one import, did.',
  })
  correlationId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The `id` of the entry that caused it, e.g. the ImportStarted of its import; null when there is none. Example: "rmbc:3".',
  })
  causationId?: string;

  @Field(() => String, {
    description:
      'The SHA-256 of the entry, in base64: its leaf in the Merkle tree of the ledger, by which it can be proved unaltered.',
  })
  leafHash!: string;
}

@ObjectType({ description: 'One field that an entry changed, as a person reads it.' })
export class FieldChange {
  @Field(() => String, { description: 'The field. Example: "percent".' })
  field!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Its value before; null when it had none, or when it was redacted. Example: "10 %".',
  })
  before?: string;

  @Field(() => Boolean, {
    description: 'Whether it had a text before that was redacted. Example: false.',
  })
  beforeRedacted!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Its value since; null when it was removed, or when it was redacted. Example: "12.5 %".',
  })
  after?: string;

  @Field(() => Boolean, {
    description: 'Whether it has a text since that was redacted. Example: false.',
  })
  afterRedacted!: boolean;
}

export const HistoryConnection = connectionType('History', 'history entries', HistoryEntry);
