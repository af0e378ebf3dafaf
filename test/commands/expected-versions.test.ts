import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExpectedVersion } from '../../src/domain/expected-version.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, upTo } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
  ledger = log.newLedger();
  await ledger.begin(log.loop);
});
afterAll(() => log.close());

const expectations: readonly (readonly [ExpectedVersion, missing: string, atThree: string])[] = [
  ['any', 'OK', 'OK'],
  ['none', 'OK', 'CONFLICT'],
  ['exists', 'CONFLICT', 'OK'],
  [0, 'OK', 'CONFLICT'],
  [3, 'CONFLICT', 'OK'],
  [4, 'CONFLICT', 'CONFLICT'],
  [-1, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  [0.5, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  [NaN, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
  [2 ** 53, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
];

describe('an expected version', () => {
  let office = 100;
  it.each(expectations)('of %p answers %s on a stream that is missing', async (expected, right) => {
    const request = ledger.registerOffice((office += 1), { expectedStreamVersion: expected });
    expect(await answer(log.loop.execute(request))).toBe(right);
  });

  it.each(expectations)('of %p answers as it must at version 3', async (expected, _, right) => {
    const n = (office += 1);
    const before = [ledger.registerOffice(n), ledger.addAlias(n, `${n} a`)];
    for (const r of [...before, ledger.addAlias(n, `${n} b`)]) await log.loop.execute(r);
    const request = ledger.addAlias(n, `${n} c`, { expectedStreamVersion: expected });
    expect(await answer(log.loop.execute(request))).toBe(right);
    const stream = await ledger.storedOf(`office-${ledger.officeId(n)}`);
    expect(stream.map(({ streamVersion }) => streamVersion)).toEqual(upTo(right === 'OK' ? 4 : 3));
  });

  it('that is not met says which stream was at which version', async () => {
    const request = ledger.addAlias(1, 'Otra', { expectedStreamVersion: 7 });
    expect(await log.loop.execute(request)).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'CONFLICT',
        field: 'expectedStreamVersion',
        message: expect.stringContaining(`office-${ledger.officeId(1)}`),
        expected: '7',
        actual: '1',
      },
    });
  });

  it('is judged on what earlier commands of the same batch recorded', async () => {
    const n = (office += 1);
    const requests = [
      ledger.registerOffice(n, { expectedStreamVersion: 0 }),
      ledger.addAlias(n, `${n} a`, { expectedStreamVersion: 1 }),
      ledger.addAlias(n, `${n} b`, { expectedStreamVersion: 1 }),
      ledger.addAlias(n, `${n} c`, { expectedStreamVersion: 2 }),
    ];
    const answers = await Promise.all(requests.map((r) => answer(log.loop.execute(r))));
    expect(answers).toEqual(['OK', 'OK', 'CONFLICT', 'OK']);
  });
});

describe('20 parallel commands at one expected version', () => {
  const race = async (loops: readonly TestLog['loop'][], n: number) => {
    await log.loop.execute(ledger.registerOffice(n));
    const outcomes = await Promise.all(
      upTo(20).map((i) => {
        const request = ledger.addAlias(n, `${n} ${i}`, { expectedStreamVersion: 1 });
        return (loops[i % loops.length] ?? log.loop).execute(request);
      }),
    );
    const refused = outcomes.flatMap((o) => (o.kind === 'refused' ? [o.refusal] : []));
    expect(refused).toHaveLength(19);
    const stream = `office-${ledger.officeId(n)}`;
    for (const refusal of refused) {
      expect(refusal).toMatchObject({ code: 'CONFLICT', expected: '1', actual: '2' });
      expect(refusal.message).toContain(stream);
    }
    expect(await ledger.storedOf(stream)).toHaveLength(2);
  };

  it('of one process: one succeeds, 19 learn stream, expected and actual', async () => {
    await race([log.loop], 201);
  });

  it('of four processes: one succeeds, 19 learn stream, expected and actual', async () => {
    const others = [await log.another(), await log.another(), await log.another()];
    await race([log.loop, ...others], 202);
  });
});
