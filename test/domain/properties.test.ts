import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent, SomeActionFields } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import { applyChange } from '../../src/domain/action.js';
import { changedFields } from '../../src/domain/action-fields.js';
import { planStream } from '../../src/domain/plan.js';
import { publicationHash, publicationOf } from '../../src/domain/publication.js';
import { dateInBogota } from '../../src/domain/quarter.js';
import { reportIdOf } from '../../src/domain/report.js';
import { fold, modelNames } from '../../src/projections/fold.js';
import { foldStream } from '../../src/projections/refold.js';
import { createRows } from '../../src/projections/rows.js';
import { foldAll } from '../support/given.js';
import { contents, offices, oneOf, partly, some, stories, target } from '../support/stories.js';

const inStream = (stream: string) => (event: RecordedEvent) => event.stream === stream;

describe('whatever commands come in whatever order', () => {
  it('the log folded at once is the state that decisions were taken on', () => {
    fc.assert(
      fc.property(stories, ({ rows, log }) => {
        expect(contents(foldAll(log))).toEqual(contents(rows));
      }),
    );
  });

  it('the log folded in two parts, one over the other, is the same and leaves the first alone', () => {
    fc.assert(
      fc.property(stories, fc.nat(), ({ rows, log }, cut) => {
        const first = foldAll(log.slice(0, cut % log.length));
        const before = contents(first);
        const second = createRows(first);
        for (const event of log.slice(cut % log.length)) fold(event, second);
        expect(contents(second)).toEqual(contents(rows));
        expect(contents(first)).toEqual(before);
      }),
    );
  });

  it("one stream folded alone, an action's with its plan's weights, makes its rows of the whole", () => {
    fc.assert(
      fc.property(stories, ({ rows, log }) => {
        const streams = [...new Set(log.map((event) => event.stream))];
        const apart = streams.flatMap((stream) => {
          const own = log.filter((event) => event.stream === stream);
          const planId = own[0]?.type === 'ActionAdded' ? own[0].data.planId : undefined;
          const ofPlan = planId === undefined ? [] : log.filter(inStream(planStream(planId)));
          const alone = createRows();
          foldStream(stream, own, ofPlan, alone);
          return contents(alone);
        });
        expect(apart.toSorted()).toEqual(contents(rows).toSorted());
      }),
    );
  });

  it('weights, when they are set, are those of all actions, and total 100 %', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        const rows = createRows();
        for (const event of log) {
          fold(event, rows);
          if (event.type !== 'PlanWeightsSet') continue;
          const planRows = { planId: event.data.planId, withdrawn: false };
          const actions = rows.find({ model: 'actions', where: planRows });
          const byQuarter = [1, 2, 3, 4].map((n) =>
            actions.map(({ actionId: id }) => rows.get('reports', `${id}/Q${n}`)?.weight ?? NaN),
          );
          const totals = byQuarter.map((quarter) => quarter.reduce((sum, one) => sum + one, 0));
          expect(totals).toEqual([10_000, 10_000, 10_000, 10_000]);
        }
      }),
    );
  });

  it('a publication, computed again as of its position, has the hash that its closing carries', () => {
    fc.assert(
      fc.property(stories, ({ log, published }) => {
        const closings = log.filter(({ type }) => type === 'PeriodClosed');
        expect(published.map(({ position }) => position)).toEqual(
          closings.map(({ position }) => position),
        );
        for (const { publication, position } of published) {
          const { planId: id, quarter, asOfPosition } = publication;
          const closing = log[position - 1];
          const rows = foldAll(log.slice(0, asOfPosition));
          const [plan, opened] = [rows.get('plans', id), rows.get('periods', `${id}/${quarter}`)];
          if (closing?.type !== 'PeriodClosed' || !plan || !opened) throw new Error('not closed');
          const on = dateInBogota(closing.recordedAt);
          const again = publicationOf(plan, opened, rows, { position: asOfPosition, on });
          expect(again).toStrictEqual(publication);
          expect(publicationHash(again)).toBe(closing.data.publicationHash);
          expect(asOfPosition).toBe(position - 1);
        }
      }),
    );
  });

  it('nobody approves what they reported themselves', () => {
    fc.assert(
      fc.property(stories, ({ log }) => {
        const rows = createRows();
        for (const event of log) {
          fold(event, rows);
          if (event.type !== 'ReportApproved') continue;
          const row = rows.get('reports', reportIdOf(event.data.actionId, event.data.quarter));
          expect(row?.actorId).not.toBe(event.actor.id);
        }
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
    const told = Object.keys(catalogue).filter((type) => !aboutTheLog.includes(type));
    expect([...types].toSorted()).toEqual(told.toSorted());
  });
});

/** What an operator records of the log itself; it needs entries of a real one to be about. */
const aboutTheLog = ['ActorErased', 'EntryRedacted', 'LedgerRestored'];

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
