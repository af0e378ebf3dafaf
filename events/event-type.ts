import type { z } from 'zod';

/** A shape that an event type had before: still read, never written again. */
export interface OlderShape {
  readonly schemaVersion: number;
  readonly data: z.ZodType;
  /** Free texts of this shape, as dotted paths below `data` (`*` for every item of a list). */
  readonly texts: readonly string[];
  /** Lifts data of this shape to the next one, `schemaVersion + 1`, and no further. */
  readonly lift: (data: never) => unknown;
}

/** What the catalogue knows about one event type. */
export interface EventType<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  /** The version of the current shape. A new shape adds one; a new meaning is a new type. */
  readonly schemaVersion: number;
  readonly data: Schema;
  /**
   * Texts that could name a person, as dotted paths below `data` (`*` for every item of a list).
   * In the leaf each stands as a salted hash, so that it can be redacted one day.
   */
  readonly texts: readonly string[];
  /** Older shapes, oldest first; together with the current one they are 1…schemaVersion. */
  readonly older: readonly OlderShape[];
}

export function defineEvent<Type extends string, Schema extends z.ZodType>(
  eventType: EventType<Type, Schema>,
): EventType<Type, Schema> {
  return eventType;
}
