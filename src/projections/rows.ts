import type { Model, Row, States } from '../domain/states.js';
import type { Lookup, World } from '../domain/world.js';
import type { RowSink } from './fold.js';
import { models } from './fold.js';

/** A row whose state or only whose place changed since it was loaded. */
export interface ChangedRow<M extends Model = Model> {
  readonly model: M;
  readonly row: Row<States[M]>;
  /** False: the state is what it was, only streamVersion and position moved on. */
  readonly stateChanged: boolean;
  /** Its streamVersion when it was loaded; absent when it is new or was folded anew. */
  readonly from?: number;
}

/** Rows in memory: loaded, folded over, and written back. */
export interface Rows extends RowSink, World {
  load<M extends Model>(model: M, row: Row<States[M]>): void;
  row<M extends Model>(model: M, id: string): Row<States[M]> | undefined;
  all<M extends Model>(model: M): readonly Row<States[M]>[];
  changed(): readonly ChangedRow[];
}

type Tables = { readonly [M in Model]: Map<string, Row<States[M]>> };

/** What was evolved: its row is in its table. */
interface Touched {
  readonly model: Model;
  readonly id: string;
  stateChanged: boolean;
  readonly from?: number;
}

/** With a `base`, what isn't here is read from there; the base itself is never changed. */
export function createRows(base?: Rows): Rows {
  const tables: Tables = {
    entities: new Map(),
    plans: new Map(),
    offices: new Map(),
    actions: new Map(),
    reports: new Map(),
    periods: new Map(),
    imports: new Map(),
  };
  const touched = new Map<string, Touched>();

  const rowOf = <M extends Model>(model: M, id: string) =>
    tables[model].get(id) ?? base?.row(model, id);

  return {
    load(model, row) {
      tables[model].set(row.id, row);
    },
    row: rowOf,
    get: (model, id) => rowOf(model, id)?.state,
    all: <M extends Model>(model: M) => {
      const own = tables[model];
      const rest = base?.all(model).filter(({ id }) => !own.has(id)) ?? [];
      return [...rest, ...own.values()];
    },
    find<M extends Model>({ model, where }: Lookup<M>) {
      const wanted = Object.entries(where);
      // One of these per command, over all rows of its batch: nothing is made for those that differ.
      const found: States[M][] = [];
      for (const { state } of this.all(model)) if (matches(state, wanted)) found.push(state);
      return found;
    },
    evolve(model, id, event, evolve) {
      const before = rowOf(model, id);
      const state = evolve(before?.state);
      // A plan's weights reach the rows of its actions, whose own streams stay where they are.
      const own = models[model].streamOf(id) === event.stream;
      const { position } = event;
      const streamVersion = own ? event.streamVersion : (before?.streamVersion ?? 0);
      tables[model].set(id, { id, state, streamVersion, position });
      const key = `${model} ${id}`;
      const earlier = touched.get(key);
      const stateChanged = state !== before?.state;
      if (earlier !== undefined) {
        earlier.stateChanged ||= stateChanged;
        return;
      }
      const from = before?.streamVersion;
      touched.set(key, { model, id, stateChanged, ...(from === undefined ? {} : { from }) });
    },
    changed() {
      return [...touched.values()].flatMap(({ model, id, ...change }) => {
        const row = tables[model].get(id);
        return row === undefined ? [] : [{ model, row, ...change }];
      });
    },
  };
}

function matches(state: object, wanted: readonly (readonly [string, unknown])[]): boolean {
  return wanted.every(([field, sought]) => {
    const value = (state as Readonly<Record<string, unknown>>)[field];
    return Array.isArray(value) ? value.includes(sought) : value === sought;
  });
}
