import { expect } from '@jest/globals';
import type { Fact, RecordedEvent } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import type { DecisionContext, NewEvent } from '../../src/domain/command.js';
import type { Command } from '../../src/domain/handlers.js';
import { handlerOf } from '../../src/domain/handlers.js';
import type { Refusal } from '../../src/domain/refusal.js';
import { isRefusal } from '../../src/domain/refusal.js';
import type { Need, World } from '../../src/domain/world.js';
import { fold } from '../../src/projections/fold.js';
import type { Rows } from '../../src/projections/rows.js';
import { createRows } from '../../src/projections/rows.js';
import { streamOf } from './facts.js';

/** A past event; what its envelope says is filled in where the spec doesn't care. */
export type Past = Fact & Partial<Pick<RecordedEvent, 'recordedAt' | 'actor' | 'reason'>>;

export type Context = Partial<DecisionContext>;

const actor = { id: 'local', role: 'operator' };
const firstInstant = Date.UTC(2024, 1, 1, 15);

/** Past facts as the log would hold them: positions from 1, one minute apart. */
export function record(past: readonly Past[]): RecordedEvent[] {
  const versions = new Map<string, number>();
  return past.map((fact, i) => {
    const stream = streamOf(fact);
    const streamVersion = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, streamVersion);
    return {
      ledger: 'rmbc',
      position: i + 1,
      stream,
      streamVersion,
      schemaVersion: catalogue[fact.type].schemaVersion,
      subject: {},
      actor,
      recordedAt: new Date(firstInstant + i * 60_000),
      commandId: `command-${i + 1}`,
      correlationId: 'given',
      leafHash: `leaf-${i + 1}`,
      ...fact,
    };
  });
}

/** The rows that events fold into, by the code that production folds with. */
export function foldAll(events: readonly RecordedEvent[]): Rows {
  const rows = createRows();
  for (const event of events) fold(event, rows);
  return rows;
}

/**
 * What a handler may see of the rows. To read what it did not declare throws: in production such a
 * row would not be loaded, and the rule would decide as if there were none.
 */
function declaredOf(rows: Rows, needs: readonly Need[]): World {
  const declared = new Set(needs.map((need) => JSON.stringify(need)));
  const demand = (allowed: boolean, what: object) => {
    if (!allowed) throw new Error(`read, but not declared as needed: ${JSON.stringify(what)}`);
  };
  return {
    get(model, id) {
      const state = rows.get(model, id);
      const found = needs.some(
        (need) =>
          'where' in need &&
          need.model === model &&
          (state === undefined || rows.find(need).some((other) => other === state)),
      );
      demand(found || declared.has(JSON.stringify({ model, id })), { model, id });
      return state;
    },
    find(lookup) {
      demand(declared.has(JSON.stringify(lookup)), lookup);
      return rows.find(lookup);
    },
  };
}

/** Decides a command on rows, letting the rules see only what their handler declares it needs. */
export function decideOn(rows: Rows, command: Command, context: Context = {}) {
  const handler = handlerOf(command.type);
  const target = handler.target(command.input);
  const first = [target, ...(handler.needs?.(command.input) ?? [])];
  const more = handler.moreNeeds?.(command.input, declaredOf(rows, first)) ?? [];
  return handler.decide(command.input, declaredOf(rows, [...first, ...more]), {
    recordedAt: new Date('2024-04-05T15:00:00Z'),
    position: 100,
    actor,
    imported: false,
    ...context,
  });
}

/** Given what happened, when a command comes, then these events, this refusal, or nothing. */
export function given(...past: readonly Past[]) {
  const rows = foldAll(record(past));
  return {
    when(command: Command, context: Context = {}) {
      const decision = decideOn(rows, command, context);
      return {
        decision,
        then(...facts: readonly Fact[]) {
          const events = recorded(decision);
          expect(events.map(({ type, data }) => ({ type, data }))).toStrictEqual(facts);
          events.forEach(expectWellFormed);
        },
        /** Like `then`, for events whose data matter only in part. */
        thenLike(...facts: readonly { readonly type: Fact['type']; readonly data: object }[]) {
          const events = recorded(decision);
          expect(events).toMatchObject(facts);
          events.forEach(expectWellFormed);
        },
        thenNothing() {
          expect(decision).toStrictEqual([]);
        },
        thenRefused(refusal: Partial<Refusal>) {
          expect(isRefusal(decision) ? decision : { recorded: decision }).toMatchObject(refusal);
        },
      };
    },
  };
}

function recorded(decision: readonly NewEvent[] | Refusal): readonly NewEvent[] {
  if (isRefusal(decision)) throw new Error(`refused: ${JSON.stringify(decision)}`);
  return decision;
}

/** What every recorded event must be: of the shape that its type declares, in its own stream. */
function expectWellFormed(event: NewEvent) {
  expect(catalogue[event.type].data.parse(event.data)).toStrictEqual(event.data);
  expect(event.stream).toBe(streamOf(event));
}
