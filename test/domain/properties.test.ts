import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent, SomeActionFields } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import { applyChange } from '../../src/domain/action.js';
import { changedFields } from '../../src/domain/action-fields.js';
import type { Command } from '../../src/domain/handlers.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { fold, modelNames } from '../../src/projections/fold.js';
import type { Rows } from '../../src/projections/rows.js';
import { createRows } from '../../src/projections/rows.js';
import { counts, newAction, planRegistered, sha256 } from '../support/facts.js';
import { decideOn, foldAll } from '../support/given.js';

// Few ids and few values, so that commands meet and get in each other's way.
const oneOf = fc.constantFrom;
const officeId = oneOf('office_rmbc_aaaa', 'office_rmbc_bbbb');
const planId = oneOf('plan_rmbc_aaaa', 'plan_rmbc_bbbb');
const actionId = oneOf('action_rmbc_aaaa', 'action_rmbc_bbbb');
const importId = oneOf('import_rmbc_aaaa', 'import_rmbc_bbbb');
const officeName = oneOf('Dirección General', 'DIRECCION GENERAL', 'Dirección de Gestión', '—');
const number = oneOf('1', '2', '10');
const target = oneOf('1', '3', '123456789012345.62', '0');
const date = oneOf('2024-03-01', '2024-05-01', '2024-12-31');
const offices = fc.uniqueArray(officeId, { maxLength: 2 });
const all = <T extends object>(fields: { [F in keyof T]: fc.Arbitrary<T[F]> }) =>
  fc.record<T>(fields, { noNullPrototype: true });
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const partly = <T extends object>(fields: { [F in keyof T]: fc.Arbitrary<T[F]> }) =>
  fc.record(fields, { requiredKeys: [], noNullPrototype: true });

const progress = {
  percent: oneOf(0, 4_000, 6_000, 10_500, 12_501),
  quantity: oneOf('0', '0.5', '1.1', '9007199254740993'),
  narrative: oneOf('Uno', 'Dos'),
};
const { percent, quantity, narrative } = progress;
const said = fc.oneof(partly({ percent, narrative }), partly({ quantity, narrative }));
const nullable = {
  percent: some(percent),
  quantity: some(quantity),
  narrative: some(narrative),
};
const where = { actionId, quarter: oneOf('2024-Q1', '2024-Q2', '2024-Q3', '2025-Q1') };
const plan = planRegistered().data;

const command: fc.Arbitrary<Command> = fc.oneof(
  all({
    type: fc.constant('RegisterEntity' as const),
    input: all({ entityId: fc.constant('rmbc'), name: oneOf('Región', 'Otra') }),
  }),
  all({
    type: fc.constant('RegisterPlan' as const),
    input: all({
      ...{ planId, year: oneOf(2024, 2025), title: oneOf('Plan', 'Otro plan') },
      percentMode: oneOf('CUMULATIVE' as const, 'PER_QUARTER' as const),
    }),
  }),
  all({
    type: fc.constant('RegisterOffice' as const),
    input: all({ officeId, name: officeName }),
  }),
  all({
    type: fc.constant('AddOfficeAlias' as const),
    input: all({ officeId, alias: officeName }),
  }),
  all({
    type: fc.constant('AddAction' as const),
    input: all({ actionId, planId, number, target, startDate: date, officeIds: offices }).map(
      (fields) => ({ ...newAction, ...fields }),
    ),
  }),
  all({
    type: fc.constant('ReviseAction' as const),
    input: all({
      actionId,
      changes: partly({
        number,
        target: some(target),
        unit: some(oneOf('Unidad', 'Documento')),
        endDate: date,
        officeIds: offices,
      }),
    }),
  }),
  all({ type: fc.constant('WithdrawAction' as const), input: all({ actionId }) }),
  all({
    type: fc.constant('ReportProgress' as const),
    input: fc.tuple(all(where), said).map(([at, says]) => ({ ...at, ...says })),
  }),
  all({
    type: fc.constant('CorrectProgress' as const),
    input: all({ ...where, changes: partly(nullable) }),
  }),
  all({ type: fc.constant('WithdrawProgress' as const), input: all(where) }),
  all({
    type: fc.constant('StartImport' as const),
    input: importId.map((id) => ({ importId: id, fileName: 'a.tsv', sha256, planned: counts })),
  }),
  all({
    type: fc.constant('CompleteImport' as const),
    input: importId.map((id) => ({ importId: id, recorded: counts, reportHash: sha256 })),
  }),
);

/** A beginning, so that most sequences get as far as reports. */
const beginning: readonly Command[] = [
  { type: 'RegisterPlan', input: { ...plan, planId: 'plan_rmbc_aaaa' } },
  { type: 'RegisterOffice', input: { officeId: 'office_rmbc_aaaa', name: 'Despacho' } },
  {
    type: 'AddAction',
    input: {
      ...newAction,
      actionId: 'action_rmbc_aaaa',
      planId: 'plan_rmbc_aaaa',
      officeIds: ['office_rmbc_aaaa'],
    },
  },
];

const story = fc.array(fc.tuple(command, fc.boolean()), { minLength: 20, maxLength: 60 });

/** Runs commands one after the other, each on the rows that the ones before it made. */
function run(commands: readonly (readonly [Command, boolean])[]) {
  const rows = createRows();
  const log: RecordedEvent[] = [];
  const versions = new Map<string, number>();
  for (const [next, withReason] of commands) {
    const decision = decideOn(rows, next, withReason ? { reason: 'Acta 3' } : {});
    for (const event of isRefusal(decision) ? [] : decision) {
      const streamVersion = (versions.get(event.stream) ?? 0) + 1;
      versions.set(event.stream, streamVersion);
      const place = { ledger: 'rmbc', position: log.length + 1, streamVersion, schemaVersion: 1 };
      const ids = { commandId: 'c', correlationId: 'c', leafHash: 'h' };
      const actor = { id: 'local', role: 'operator' };
      const recordedAt = new Date(Date.UTC(2024, 3, 1, 0, log.length));
      const recorded = { ...event, ...place, ...ids, actor, recordedAt };
      log.push(recorded);
      fold(recorded, rows);
    }
  }
  return { rows, log };
}

const stories = story.map((commands) =>
  run([...beginning.map((first) => [first, true] as const), ...commands]),
);

/** Every row with its place, in the order of ids. */
const contents = (rows: Rows) =>
  modelNames.flatMap((model) =>
    rows
      .find({ model, where: {} })
      .map((state) => JSON.stringify([model, state]))
      .toSorted(),
  );

describe('whatever commands come in whatever order', () => {
  it('the log folded at once is the state that decisions were taken on', () => {
    fc.assert(
      fc.property(stories, ({ rows, log }) => {
        expect(contents(foldAll(log))).toEqual(contents(rows));
      }),
    );
  });

  it('one stream folded alone makes the same rows as the whole log', () => {
    fc.assert(
      fc.property(stories, ({ rows, log }) => {
        const streams = [...new Set(log.map((event) => event.stream))];
        const apart = streams.flatMap((stream) =>
          contents(foldAll(log.filter((event) => event.stream === stream))),
        );
        expect(apart.toSorted()).toEqual(contents(rows).toSorted());
      }),
    );
  });

  it('every event has the shape that its type declares, and survives being stored as JSON', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        for (const { type, data } of log) {
          expect(catalogue[type].data.parse(data)).toStrictEqual(data);
          expect(JSON.parse(JSON.stringify(data))).toStrictEqual(data);
        }
      }),
    );
  });

  it('no state has a member that is undefined or null', () => {
    fc.assert(
      fc.property(stories, ({ rows }) => {
        const states = modelNames.flatMap((model) => rows.find({ model, where: {} }));
        const members = states.flatMap((state) => Object.values<unknown>({ ...state }));
        expect(members.filter((member) => member === undefined || member === null)).toEqual([]);
      }),
    );
  });

  it('the stories get far enough to tell something', () => {
    const types = new Set(
      fc.sample(stories, { numRuns: 200, seed: 7 }).flatMap(({ log }) => log.map((e) => e.type)),
    );
    expect([...types].toSorted()).toEqual(Object.keys(catalogue).toSorted());
  });
});

describe('a change of fields', () => {
  const text = oneOf('a', 'b');
  const fields = { name: text, unit: text, target, officeIds: offices };
  const current: fc.Arbitrary<SomeActionFields> = partly(fields);
  const changes = partly({
    name: some(text),
    unit: some(text),
    target: some(target),
    officeIds: some(offices),
  });

  it('applied gives what was asked for, and applied backwards what there was', () => {
    fc.assert(
      fc.property(current, changes, (state, asked) => {
        const { before, after } = changedFields<SomeActionFields>(state, asked);
        const wanted = Object.fromEntries(
          Object.entries({ ...state, ...asked }).filter(([, value]) => value !== null),
        );
        expect(applyChange(state, before, after)).toStrictEqual(wanted);
        expect(applyChange(wanted, after, before)).toStrictEqual(state);
      }),
    );
  });

  it('says nothing of a field that stays as it is', () => {
    fc.assert(
      fc.property(current, changes, (state, asked) => {
        const { before, after } = changedFields<SomeActionFields>(state, asked);
        for (const field of Object.keys({ ...before, ...after })) {
          expect(Object.entries(after)).not.toContainEqual([field, Reflect.get(before, field)]);
        }
        expect(changedFields(state, state)).toStrictEqual({ before: {}, after: {} });
      }),
    );
  });
});
