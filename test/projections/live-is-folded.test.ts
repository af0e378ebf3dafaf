import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CommandLoop } from '../../src/commands/loop.js';
import type { CommandRequest, Outcome } from '../../src/commands/request.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, upTo } from '../support/ledger.js';

let log: TestLog;
let second: CommandLoop;

beforeAll(async () => {
  log = await openLog();
  second = await log.another();
});
afterAll(() => log.close());

/** A command to any ledger, so that the same story can be told to two. */
type Told = (ledger: TestLedger) => CommandRequest;

const action = fc.integer({ min: 1, max: 3 });
const office = fc.integer({ min: 1, max: 3 });
const quarter = fc.constantFrom('2024-Q1', '2024-Q2', '2024-Q4', '2025-Q1');
const number = fc.constantFrom('1', '01', '2', '3');
const percent = fc.constantFrom(0, 2_500, 5_000, 10_000, 11_000, 13_000);
const narrative = fc.constantFrom('Se avanzó.', 'Se avanzó', 'ñandú 🇨🇴 ');
const meta = fc.record(
  {
    reason: fc.constantFrom('acta 3', 'acta 4'),
    expectedStreamVersion: fc.constantFrom<(number | 'exists' | 'none')[]>(
      1,
      2,
      3,
      'exists',
      'none',
    ),
  },
  { requiredKeys: [] },
);
const progress = fc.record(
  { percent, narrative, quantity: fc.constantFrom('0.5', '1') },
  { requiredKeys: [] },
);
const changes = fc.record(
  {
    percent: fc.option(percent),
    narrative: fc.option(narrative),
    quantity: fc.option(fc.constant('1')),
  },
  { requiredKeys: [] },
);
const fields = fc.record(
  {
    number,
    name: fc.constantFrom('Una acción', 'Otra acción'),
    target: fc.constantFrom('1', '2'),
    unit: fc.constantFrom<(string | null)[]>('Unidad', null),
    endDate: fc.constantFrom('2024-06-30', '2023-01-01'),
    associatedPlans: fc.constantFrom<string[][]>([], ['PAA'], ['POAI', 'PAA']),
  },
  { requiredKeys: [] },
);

const told: fc.Arbitrary<Told> = fc.oneof(
  {
    weight: 2,
    arbitrary: office.map(
      (n): Told =>
        (l) =>
          l.registerOffice(n),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(office, fc.constantFrom('Oficina 1', 'OFICINA 2', 'Ofi', 'La oficina 3'))
      .map(
        ([n, alias]): Told =>
          (l) =>
            l.addAlias(n, alias),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(action, number, fc.subarray([1, 2, 3], { minLength: 1 }), meta)
      .map(([n, label, offices, m]): Told => (l) => {
        return l.addAction(n, { number: label, officeIds: offices.map(l.officeId) }, m);
      }),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(action, fields, meta).map(
      ([n, f, m]): Told =>
        (l) =>
          l.revise(n, f, m),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(action, meta).map(
      ([n, m]): Told =>
        (l) =>
          l.withdrawAction(n, m),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(action, quarter, progress, meta).map(
      ([n, q, p, m]): Told =>
        (l) =>
          l.report(n, q, p, m),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(action, quarter, changes, meta).map(
      ([n, q, c, m]): Told =>
        (l) =>
          l.correct(n, q, c, m),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(action, quarter, meta).map(
      ([n, q, m]): Told =>
        (l) =>
          l.withdrawReport(n, q, m),
    ),
  },
);

/** A story, in chunks of commands that are sent at once. Most begin with something to act upon. */
const story = fc
  .tuple(
    fc.array(told, { minLength: 10, maxLength: 40 }),
    fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 40, maxLength: 40 }),
  )
  .map(([rest, sizes]) => {
    const first: Told[] = [
      (l) => l.registerEntity(),
      (l) => l.registerPlan(),
      (l) => l.registerOffice(1),
      (l) => l.addAction(1),
      (l) => l.addAction(2),
      (l) => l.report(1, '2024-Q1', { percent: 2_500 }),
    ];
    const chunks: Told[][] = [];
    for (let left = [...first, ...rest]; left.length > 0;) {
      chunks.push(left.splice(0, sizes[chunks.length]));
    }
    return chunks;
  });

const tell = async (
  ledger: TestLedger,
  chunks: readonly Told[][],
  loops: readonly CommandLoop[],
) => {
  const outcomes: Outcome[] = [];
  for (const chunk of chunks) {
    const requests = chunk.map((make) => make(ledger));
    const sent = requests.map((r, i) => (loops[i % loops.length] ?? log.loop).execute(r));
    outcomes.push(...(await Promise.all(sent)));
  }
  // Their events have times and ids of their own; the log is compared without those.
  return outcomes.map((outcome) => ({ ...outcome, events: [] }));
};

const options = { numRuns: 12 };

describe('the rows that queries read', () => {
  it('are what the log folds to, however commands are split over two processes', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (chunks) => {
        const ledger = log.newLedger();
        // The ledger's own beginning is not raced for here.
        await tell(ledger, [chunks.flat().slice(0, 1)], [log.loop]);
        await tell(ledger, [chunks.flat().slice(1, 6), ...chunks], [log.loop, second]);
        expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
        const events = await ledger.stored();
        expect(events.map(({ position }) => position)).toEqual(upTo(events.length));
      }),
      options,
    );
  });

  it('and the log itself are the same whether commands come one by one or together', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (chunks) => {
        const [apart, together] = [log.newLedger(), log.newLedger()];
        const one = await tell(
          apart,
          chunks.flat().map((each) => [each]),
          [log.loop],
        );
        const other = await tell(together, chunks, [log.loop]);
        const named = (value: unknown, { name }: TestLedger) =>
          JSON.stringify(value, null, 1).replaceAll(
            new RegExp(`\\b${name}\\b|_${name}_`, 'g'),
            'L',
          );
        expect(named(other, together)).toEqual(named(one, apart));
        const facts = async (ledger: TestLedger) => {
          const events = await ledger.follow();
          return named(
            events.map(({ stream, streamVersion, type, data }) => [
              stream,
              streamVersion,
              type,
              data,
            ]),
            ledger,
          );
        };
        expect(await facts(together)).toEqual(await facts(apart));
        expect(await together.liveRows()).toStrictEqual(await together.foldedRows());
      }),
      options,
    );
  });
});
