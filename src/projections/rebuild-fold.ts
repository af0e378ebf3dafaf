import type { RecordedEvent } from '../../events/index.js';
import type { Model } from '../domain/states.js';
import { Fault } from '../store/faults.js';
import type { RowSink } from './fold.js';
import { fold, models } from './fold.js';

/** A sink that takes the rows it is asked to, and passes the others by. */
export function onlyInto(rows: RowSink, wanted: (model: Model, id: string) => boolean): RowSink {
  return {
    evolve(model, id, event, evolve) {
      if (wanted(model, id)) rows.evolve(model, id, event, evolve);
    },
  };
}

/** @throws Fault EVENT_UNREADABLE: an event that comes where its stream can't have it. */
export function foldOne(event: RecordedEvent, sink: RowSink): void {
  try {
    fold(event, sink);
  } catch (error) {
    const { position, ledger, type } = event;
    const message = `The event at position ${position} of "${ledger}" (${type}) can't be folded after those before it.`;
    throw new Fault('EVENT_UNREADABLE', message, { cause: error });
  }
}

/** Ids of rows by their model. */
export type RowIds = ReadonlyMap<Model, ReadonlySet<string>>;

/** The rows that events touch, and of these the ones that earlier events may have touched. */
export function touchedBy(events: readonly RecordedEvent[]): {
  readonly touched: RowIds;
  readonly older: RowIds;
} {
  const touched = new Map<Model, Set<string>>();
  const older = new Map<Model, Set<string>>();
  const add = (to: Map<Model, Set<string>>, model: Model, id: string) => {
    const ids = to.get(model);
    if (ids === undefined) to.set(model, new Set([id]));
    else ids.add(id);
  };
  const sink: RowSink = {
    evolve(model, id, { stream, streamVersion }) {
      if (touched.get(model)?.has(id) === true) return;
      add(touched, model, id);
      // A row comes to be by the first event of its own stream.
      const begins = streamVersion === 1 && models[model].streamOf(id) === stream;
      if (!begins) add(older, model, id);
    },
  };
  for (const event of events) fold(event, sink);
  return { touched, older };
}
