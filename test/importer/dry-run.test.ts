import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TestLog } from '../support/ledger.js';
import { openLog } from '../support/ledger.js';
import type { Cells } from './imports.js';
import { importing, planFile } from './imports.js';

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

/** Everything that there is of a ledger, and how much there is of all. */
async function everything(ledger: string): Promise<object> {
  const { db } = log.connection;
  const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
  const contents = names.map(async (name) => {
    const collection = db.collection<{ _id: string; ledger: string }>(name);
    const own = await collection.find({ $or: [{ ledger }, { _id: ledger }] }).toArray();
    return [name, await collection.countDocuments(), own];
  });
  return Promise.all(contents);
}

const office = fc.constantFrom(
  'Dirección General',
  'DIRECCION GENERAL',
  'Dirección General Oficina Jurídica',
  'Oficina Jurídica; Oficina de Prensa',
  'Juan',
);
const row: fc.Arbitrary<Cells> = fc.record(
  {
    offices: office,
    indicator: fc.constantFrom('', 'Plan construido', 'Otro'),
    target: fc.constantFrom('1', '2', 'N/A'),
    endDate: fc.constantFrom('31/12/2024', '30/11/2024', '31/11/2024', '1/01/2024'),
    percent: fc.constantFrom('', '0%', '50%', '100%', '110%', '130%'),
    narrative: fc.constantFrom('', 'Se inició.', 'Otra.'),
    percent2: fc.constantFrom('', '0%', '60%'),
    plans: fc.constantFrom('', 'POAI', 'PAA'),
  },
  { requiredKeys: [] },
);
const rows = fc.array(row, { minLength: 1, maxLength: 4 });
const reason = fc.option(fc.constant('Acta 1'), { nil: undefined });

describe('a dry run', () => {
  it('writes nothing, and says exactly what the run then does', async () => {
    const numRuns = 20;
    await fc.assert(
      fc.asyncProperty(rows, rows, reason, async (first, second, why) => {
        const one = importing(log);
        const given = why === undefined ? {} : { reason: why };
        for (const file of [planFile(...first), planFile(...second)]) {
          const before = await everything(one.ledger.name);
          const dry = await one.run(file, { ...given, dryRun: true });
          expect(await everything(one.ledger.name)).toEqual(before);
          expect(dry.report).toBeUndefined();

          const { plan, report } = await one.run(file, given);
          expect(plan).toEqual(dry.plan);
          const { rejected, blanked, planned } = dry.plan;
          if (dry.plan.steps.length === 0) expect(report).toBeUndefined();
          else expect(report).toMatchObject({ rejected, blanked, recorded: planned });
          const again = await one.run(file, { ...given, dryRun: true });
          expect(again.plan.steps).toEqual([]);
          expect(again.plan.rejected).toEqual(rejected);
        }
      }),
      { numRuns },
    );
  });
});
