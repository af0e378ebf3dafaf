import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandLoop } from '../../src/commands/loop.js';
import { signClosings } from '../../src/commands/sign-closings.js';
import { openCheckpoint } from '../../src/store/checkpoint-note.js';
import { latestCheckpoint, makeCheckpoint } from '../../src/store/checkpoints.js';
import { Fault } from '../../src/store/faults.js';
import { newKeys } from '../audit/forge.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recorded, recordedAll } from '../support/ledger.js';

const keys = newKeys();

let log: TestLog;
let loop: CommandLoop;
const failures: (readonly [string, unknown])[] = [];
beforeAll(async () => {
  log = await openLog();
  loop = signClosings(log.loop, log.collections, keys, (...told) => failures.push(told));
});
afterAll(() => log.close());

const last = ({ name }: TestLedger) => latestCheckpoint(log.collections, name);

/** A ledger with an open quarter, and the command that closes it. */
async function opened() {
  const ledger = log.newLedger();
  await ledger.begin(loop, 1);
  const { planId, request } = ledger;
  const input = { planId, quarter: '2024-Q1' };
  recordedAll([await loop.execute(request({ type: 'OpenPeriod', input }))]);
  const close = request({ type: 'ClosePeriod', input: { ...input, act: 'Acta 3' } });
  return { ledger, close };
}

describe('the closing of a quarter', () => {
  it('is signed by the time it is answered, and nothing else is', async () => {
    const { ledger, close } = await opened();
    expect(await last(ledger)).toBeUndefined();
    const [position] = recorded(await loop.execute(close));
    const signed = openCheckpoint((await last(ledger))?.note ?? '', keys.publicKeys);
    expect(signed).toMatchObject({ ledger: ledger.name, size: position });
    recordedAll([await loop.execute(ledger.addAction(2))]);
    expect((await last(ledger))?.size).toBe(position);
  });

  it('is signed once when it is sent twice', async () => {
    const { ledger, close } = await opened();
    const [position] = recorded(await loop.execute(close));
    recordedAll([await loop.execute(ledger.addAction(2))]);
    expect(await loop.execute(close)).toMatchObject({ duplicate: true, positions: [position] });
    expect((await last(ledger))?.size).toBe(position);
  });

  it('is signed by its repetition, when it could not be signed at first', async () => {
    const { ledger, close } = await opened();
    const [position] = recorded(await log.loop.execute(close));
    expect(await last(ledger)).toBeUndefined();
    recorded(await loop.execute(close));
    expect((await last(ledger))?.size).toBe(position);
  });

  it('is not signed when it is refused', async () => {
    const { ledger, close } = await opened();
    const refused = await loop.execute({ ...close, input: { ...close.input, act: ' ' } } as never);
    expect(refused.kind).toBe('refused');
    expect(await last(ledger)).toBeUndefined();
  });

  it('stands when its checkpoint can not be made, which is told', async () => {
    const { ledger, close } = await opened();
    const checkpoint = await makeCheckpoint(log.collections, newKeys(), ledger.name, new Date());
    expect(checkpoint).toBeDefined();
    failures.length = 0;
    const [position] = recorded(await loop.execute(close));
    expect((await ledger.head()).position).toBe(position);
    expect(failures).toEqual([[ledger.name, expect.any(Fault)]]);
    expect(await last(ledger)).toEqual(expect.objectContaining({ size: checkpoint?.size }));
  });
});
