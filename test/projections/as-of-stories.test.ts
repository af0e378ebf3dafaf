import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import { planAsOfEach } from '../../src/projections/as-of.js';
import type { Rows } from '../../src/projections/rows.js';
import { streamsAsOf } from '../../src/projections/streams-as-of.js';
import { seal } from '../../src/store/seal.js';
import { positionAsOf } from '../support/as-of.js';
import { foldAll } from '../support/given.js';
import type { TestLog } from '../support/ledger.js';
import { openLog } from '../support/ledger.js';
import { stories } from '../support/stories.js';

// Random histories on a real database. Several events share one recordedAt, and any of them may say
// that it happened long before; what is expected is replayed from the same history without that.

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

const ledger = 'rmbc';
const dayMs = 86_400_000;
const noon = Date.UTC(2024, 3, 1, 12);

interface Case {
  readonly events: readonly RecordedEvent[];
  readonly occurredOn: readonly (string | null)[];
  readonly picks: readonly number[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  events: stories.map(({ log: events }) =>
    events.map((event, i) => ({
      ...event,
      recordedAt: new Date(noon + Math.floor(i / 3) * dayMs),
    })),
  ),
  occurredOn: fc.array(fc.option(fc.constantFrom('1999-12-31', '2024-03-31', '2024-04-02')), {
    minLength: 7,
    maxLength: 7,
  }),
  picks: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
});

async function keep({ events, occurredOn }: Case): Promise<void> {
  const stored = events.map(({ leafHash: _, salts: __, ...event }, i) => {
    const told = occurredOn[i % occurredOn.length] ?? null;
    return seal({ ...event, ...(told === null ? {} : { occurredOn: told }) }, catalogue);
  });
  await log.collections.events.deleteMany({ ledger });
  await log.collections.events.insertMany(stored);
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);

/** The rows that a plan as of a moment has: its own, and the entity's offices. */
const ofPlan = (rows: Rows, planId: string) =>
  (['plans', 'offices', 'actions', 'reports', 'periods'] as const).map((model) =>
    rows
      .all(model)
      .filter(({ state }) => model === 'offices' || Reflect.get(state, 'planId') === planId)
      .toSorted(byId),
  );

const ofStreams = (rows: Rows) => [
  ...rows.all('actions'),
  ...rows.all('reports'),
  ...rows.all('offices'),
];

describe('as of a moment, whatever was recorded and however it was backdated', () => {
  it('a time means the position of the last event recorded by then', async () => {
    const property = fc.asyncProperty(cases, async (one) => {
      await keep(one);
      for (const pick of one.picks) {
        const at = new Date(noon + ((pick % 12) - 1) * (dayMs / 2) + (pick % 3) - 1);
        const known = one.events.filter(({ recordedAt }) => recordedAt <= at);
        const position = await positionAsOf(log.collections, ledger, { at });
        expect(position).toBe(known.length);
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it('a plan is the replay of the log up to there', async () => {
    const property = fc.asyncProperty(cases, async (one) => {
      await keep(one);
      const { events } = one;
      const positions = one.picks.map((pick) => pick % (events.length + 1)).toSorted(ascending);
      for (const planId of ['plan_rmbc_aaaa', 'plan_rmbc_bbbb']) {
        const moments = await planAsOfEach(log.collections, ledger, planId, positions);
        const known = moments.map((rows) => ofPlan(rows, planId));
        const replayed = positions.map((position) =>
          ofPlan(foldAll(events.slice(0, position)), planId),
        );
        expect(known).toEqual(replayed);
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it('an action and an office are the replay of the log up to there', async () => {
    const property = fc.asyncProperty(cases, async (one) => {
      await keep(one);
      const { events } = one;
      for (const pick of one.picks) {
        const position = pick % (events.length + 1);
        const known = events.slice(0, position);
        const streams = new Set(
          events.map(({ stream }) => stream).filter((stream) => /^(action|office)-/.test(stream)),
        );
        const keys = [...streams].map((stream) => ({ ledger, stream, position }));
        const found = await streamsAsOf(log.collections, keys);
        const together = found.flatMap((rows) => ofStreams(rows as Rows));
        expect(together.toSorted(byId)).toEqual(ofStreams(foldAll(known)).toSorted(byId));
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });
});

const ascending = (a: number, b: number) => a - b;
