import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredPublication } from '../../src/store/collections.js';
import { verifyDatabase } from '../../src/audit/verify-database.js';
import { catalogue } from '../../events/index.js';
import { seal } from '../../src/store/seal.js';
import { forge, put } from './forge.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recorded } from '../support/ledger.js';

// Two closings of one quarter with a correction between them, and one of another quarter, recorded
// by commands; then what somebody with full rights on the database could do to what was published.

let log: TestLog;
let ledger: TestLedger;
let clean: readonly StoredPublication[];
let closings: readonly number[];

beforeAll(async () => {
  log = await openLog();
  ledger = await closedThrice();
  clean = await publicationsOf(ledger);
  closings = clean.map(({ position }) => position);
});
afterAll(() => log.close());

async function closedThrice(): Promise<TestLedger> {
  const made = log.newLedger();
  await made.begin(log.loop, 3);
  const { planId, actionId, report, correct, request } = made;
  const q1 = { planId, quarter: '2024-Q1' };
  const q2 = { planId, quarter: '2024-Q2' };
  const weights = { [actionId(1)]: 5_000, [actionId(2)]: 3_000, [actionId(3)]: 2_000 };
  for (const one of [
    request({ type: 'SetPlanWeights', input: { planId, weights } }),
    request({ type: 'OpenPeriod', input: q1 }),
    report(1, '2024-Q1', { percent: 2_500, narrative: 'Se avanzó.' }),
    report(2, '2024-Q1', { percent: 0 }),
    request({ type: 'ClosePeriod', input: { ...q1, act: 'Acta 1' } }),
    request({ type: 'ReopenPeriod', input: q1 }, { reason: 'Faltaba un soporte' }),
    correct(1, '2024-Q1', { percent: 2_000 }, { reason: 'Error de digitación' }),
    request({ type: 'ClosePeriod', input: { ...q1, act: 'Acta 2' } }),
    request({ type: 'OpenPeriod', input: q2 }),
    request({ type: 'ClosePeriod', input: { ...q2, act: 'Acta 3' } }),
    // What came after a closing is no part of it.
    correct(1, '2024-Q1', { percent: 1_000 }, { reason: 'Otra vez' }),
    made.withdrawAction(3, { reason: 'Suprimida' }),
  ]) {
    recorded(await log.loop.execute(one));
  }
  return made;
}

function publicationsOf({ name }: TestLedger): Promise<StoredPublication[]> {
  const options = { sort: { position: 1 }, projection: { _id: 0 } } as const;
  return log.collections.publications.find({ ledger: name }, options).toArray();
}

beforeEach(async () => {
  await log.collections.publications.deleteMany({ ledger: ledger.name });
  await log.collections.publications.insertMany(clean.map((one) => ({ ...one })));
});

async function verify({ name } = ledger) {
  const options = { publicKeys: [], brought: [], ledger: name };
  const [verdict] = await verifyDatabase(log.collections, options);
  return verdict?.broken;
}

const at = (n: number) => ({ ledger: ledger.name, position: closings[n] ?? -1 });
const set = (n: number, fields: object) =>
  log.collections.publications.updateOne(at(n), { $set: fields });

const copyOf = (n: number) => ({ ...(clean[n] as StoredPublication) });

const tamperings: readonly {
  readonly name: string;
  readonly closing: number;
  readonly apply: () => Promise<unknown>;
}[] = [
  {
    name: 'a percentage was changed',
    closing: 0,
    apply: () => set(0, { 'publication.actions.0.percent': 2_000 }),
  },
  {
    name: 'a zero became blank',
    closing: 0,
    apply: () =>
      log.collections.publications.updateOne(at(0), {
        $unset: { 'publication.actions.1.percent': '' },
      }),
  },
  {
    name: 'a signal was changed',
    closing: 1,
    apply: () => set(1, { 'publication.actions.0.signal': 'RED' }),
  },
  {
    name: 'a state was changed',
    closing: 2,
    apply: () => set(2, { 'publication.actions.2.state': 'NOT_DUE' }),
  },
  {
    name: 'the total was changed',
    closing: 0,
    apply: () => set(0, { 'publication.totals.progress': 9_999 }),
  },
  {
    name: 'the cut-off was changed',
    closing: 1,
    apply: () => set(1, { 'publication.cutoff': '2024-04-01' }),
  },
  {
    name: 'the policy was changed',
    closing: 1,
    apply: () => set(1, { 'publication.signalPolicy.redUpTo': 1 }),
  },
  {
    name: 'an action was taken out',
    closing: 1,
    apply: () =>
      log.collections.publications.updateOne(at(1), { $pop: { 'publication.actions': 1 } }),
  },
  {
    name: 'a value has no canonical form',
    closing: 0,
    apply: () => set(0, { 'publication.totals.progress': Number.NaN }),
  },
  {
    name: 'its time was changed',
    closing: 0,
    apply: () => set(0, { recordedAt: new Date('2024-04-05T00:00:00Z') }),
  },
  {
    name: 'something was written beside it',
    closing: 0,
    apply: () => set(0, { nota: 'aprobada' }),
  },
  {
    name: 'it was removed',
    closing: 1,
    apply: () => log.collections.publications.deleteOne(at(1)),
  },
  {
    name: 'the first closing got the figures of the second',
    closing: 0,
    apply: () => set(0, { publication: copyOf(1).publication }),
  },
];

describe('what was published', () => {
  it('holds as it was kept, whatever was recorded since', async () => {
    expect(closings).toHaveLength(3);
    expect(await verify()).toBeUndefined();
  });

  it.each(tamperings)('is found changed when $name', async ({ closing, apply }) => {
    await apply();
    expect(await verify()).toMatchObject({
      code: 'PUBLICATION_DIFFERS',
      position: closings[closing],
    });
  });

  it('is found changed when there is one more, of no closing', async () => {
    const position = (closings[0] ?? 0) + 1;
    await log.collections.publications.insertOne({ ...copyOf(0), position });
    expect(await verify()).toMatchObject({ code: 'PUBLICATION_DIFFERS', position });
  });

  it('is found changed when there is one of a quarter that was never closed', async () => {
    const { publication, ...beside } = copyOf(0);
    const other = { ...beside, publication: { ...publication, quarter: '2024-Q4' } };
    await log.collections.publications.insertOne(other);
    expect(await verify()).toMatchObject({ code: 'PUBLICATION_DIFFERS', position: closings[0] });
  });

  it('is found changed when a whole plan of publications is gone', async () => {
    await log.collections.publications.deleteMany({ ledger: ledger.name });
    expect(await verify()).toMatchObject({ code: 'PUBLICATION_DIFFERS', position: closings[0] });
  });
});

describe('a log that was rewritten with fresh hashes, up to its head', () => {
  it('is found by what was published, which its events no longer give', async () => {
    const rewritten = await closedThrice();
    const stored = await rewritten.stored();
    const events = stored.map(({ type, data, ...envelope }) => {
      const better = type === 'ProgressReported' && data['percent'] === 0;
      const { salts: _, leafHash: __, ...open } = envelope;
      return seal({ ...open, type, data: better ? { ...data, percent: 2_500 } : data }, catalogue);
    });
    await put(log.collections, forge(events, undefined, []));
    const [first] = await publicationsOf(rewritten);
    const broken = await verify(rewritten);
    expect(broken).toMatchObject({ code: 'PUBLICATION_DIFFERS', position: first?.position });
    expect(broken?.message).toContain('the events before it give');
  });
});

describe('a log with an event of a newer program in a plan that was closed', () => {
  it('holds, and tells that what was published could not be compared; others are verified', async () => {
    const newer = await closedThrice();
    const stored = await newer.stored();
    const shape = { ...catalogue.PeriodReopened, type: 'PeriodPaused' };
    const events = stored.map(({ type, ...envelope }) => {
      const { salts: _, leafHash: __, ...open } = envelope;
      const paused = type === 'PeriodReopened' ? 'PeriodPaused' : type;
      return seal({ ...open, type: paused }, { ...catalogue, PeriodPaused: shape });
    });
    await put(log.collections, forge(events, undefined, []));
    const verdicts = await verifyDatabase(log.collections, { publicKeys: [], brought: [] });
    const of = (name: string) => verdicts.find((verdict) => verdict.ledger === name);
    expect(of(newer.name)).toMatchObject({ uncompared: expect.stringContaining('PeriodPaused') });
    expect(of(newer.name)).not.toHaveProperty('broken');
    expect(of(ledger.name)).not.toHaveProperty('uncompared');
  });
});

describe('a ledger of which only publications are left', () => {
  it('is found', async () => {
    await log.collections.publications.insertOne({ ...copyOf(0), ledger: 'gone' });
    const verdicts = await verifyDatabase(log.collections, { publicKeys: [], brought: [] });
    expect(verdicts).toContainEqual(
      expect.objectContaining({ broken: expect.objectContaining({ ledger: 'gone' }) }),
    );
  });
});
