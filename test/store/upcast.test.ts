import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Catalogue } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import { actionId, quarter, text } from '../../events/values.js';
import type { CommandLoop } from '../../src/commands/loop.js';
import { actionStream } from '../../src/domain/action.js';
import { findDrift } from '../../src/projections/drift.js';
import { fold } from '../../src/projections/fold.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import { createRows } from '../../src/projections/rows.js';
import { append } from '../../src/store/append.js';
import type { StoredEvent } from '../../src/store/collections.js';
import { decode } from '../../src/store/decode.js';
import { lockHead } from '../../src/store/head.js';
import { entryText, leafHash } from '../../src/store/leaf.js';
import { seal, textsOf } from '../../src/store/seal.js';
import { inTransaction } from '../../src/store/transaction.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { localActor, openLog, recorded } from '../support/ledger.js';

// A program whose reports of progress had an older shape once: the percentage as a decimal text,
// the narrative under another name, and nothing about time.

const current = catalogue.ProgressReported;
const old = z.strictObject({
  actionId,
  quarter,
  percentText: z.string(),
  comment: text.exactOptional(),
});
const lift = ({ percentText, comment, ...rest }: z.infer<typeof old>) => ({
  ...rest,
  percent: Math.round(Number(percentText) * 100),
  ...(comment === undefined ? {} : { narrative: comment }),
  timeliness: 'UNKNOWN',
  fall: false,
});
const firstShape = { schemaVersion: 1, data: old, texts: ['comment'], lift };

/** As the program was when it knew the older shape alone. */
const before: Catalogue = {
  ...catalogue,
  ProgressReported: { ...current, ...firstShape, older: [] },
};
/** As it is since: the shape that the rules work with is the second. */
const since: Catalogue = {
  ...catalogue,
  ProgressReported: { ...current, schemaVersion: 2, older: [firstShape] },
};

let log: TestLog;
let loop: CommandLoop;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
  loop = await log.another({ catalogue: since });
});
beforeEach(async () => {
  ledger = log.newLedger();
  await ledger.begin(loop, 2);
});
afterAll(() => log.close());

/** Records a report as the program did when the older shape was current. */
const recordOld = async (n: number, atQuarter: string, percentText: string, comment: string) => {
  const { client } = log.connection;
  return inTransaction(client, { deadline: Date.now() + 20_000 }, async (session) => {
    const head = await lockHead(log.collections, session, ledger.name);
    if (head === undefined) throw new Error('no head');
    const id = ledger.actionId(n);
    const stream = actionStream(id);
    const { length } = await ledger.storedOf(stream);
    const place = { position: head.position + 1, stream, streamVersion: length + 1 };
    const event = seal(
      {
        ...{ ledger: ledger.name, ...place, type: 'ProgressReported', actor: localActor },
        ...{ subject: { actionId: id, quarter: atQuarter }, recordedAt: head.recordedAt },
        ...{ commandId: `old-${n}`, correlationId: 'old', reason: 'acta 1' },
        data: { actionId: id, quarter: atQuarter, percentText, comment },
      },
      before,
    );
    await append(log.collections, session, head, {
      events: [event],
      receipts: [],
      publications: [],
    });
    return { commit: true, result: event };
  });
};

const rebuild = () =>
  rebuildLedger({
    ...{ connection: log.connection, ledger: ledger.name, catalogue: since },
    ...{ batchSize: 2, saveEvery: { weight: 2, ms: 60_000 } },
  });

const foldedRows = async () => {
  const rows = createRows();
  for (const stored of await ledger.stored()) fold(decode(stored, since), rows);
  return rows;
};

describe('an event of an older shape', () => {
  it('is kept as it was recorded, and read in the current shape', async () => {
    const event = await recordOld(1, '2024-Q1', '12.5', 'Se avanzó.');
    const [stored] = (await ledger.stored()).slice(-1);
    expect(stored).toMatchObject({
      schemaVersion: 1,
      data: { percentText: '12.5', comment: 'Se avanzó.' },
    });
    expect(decode(event, since)).toMatchObject({
      type: 'ProgressReported',
      data: { percent: 1_250, narrative: 'Se avanzó.', timeliness: 'UNKNOWN', fall: false },
    });
    expect(Object.keys(decode(event, since).data)).not.toContain('percentText');
  });

  it('is not read when its data are not of that shape, nor by a program that never knew it', () => {
    const event = { position: 7, ledger: 'rmbc', type: 'ProgressReported' };
    const data = { actionId: 'action_rmbc_0001', quarter: '2024-Q1', percentText: 12.5 };
    const wrong = { ...event, schemaVersion: 1, data } as unknown as StoredEvent;
    const unreadable = expect.objectContaining({ code: 'EVENT_UNREADABLE' });
    expect(() => decode(wrong, since)).toThrow(unreadable);
    expect(() => decode({ ...wrong, schemaVersion: 2 }, before)).toThrow(unreadable);
    expect(() => decode({ ...wrong, schemaVersion: 0 }, since)).toThrow(unreadable);
  });

  it('verifies by the free texts of its own shape, not of the current one', async () => {
    await recordOld(1, '2024-Q1', '12.5', 'Se avanzó.');
    recorded(await loop.execute(ledger.report(2, '2024-Q1', { percent: 10, narrative: 'Sí' })));
    const [first, second] = (await ledger.stored()).slice(-2);
    const shape = since['ProgressReported'];
    if (first === undefined || second === undefined || shape === undefined) throw new Error('few');
    const hash = (event: StoredEvent, version: number) =>
      leafHash(entryText(event, textsOf(shape, version))).toString('base64');
    expect([first.schemaVersion, second.schemaVersion]).toEqual([1, 2]);
    expect(Object.keys(first.salts ?? {}).sort()).toEqual(['data.comment', 'reason']);
    expect(Object.keys(second.salts ?? {})).toEqual(['data.narrative']);
    expect(hash(first, 1)).toBe(first.leafHash);
    expect(hash(second, 2)).toBe(second.leafHash);
    expect(() => hash(first, 2)).toThrow();
  });
});

describe('a stream of both shapes', () => {
  beforeEach(async () => {
    await recordOld(1, '2024-Q1', '12.5', 'Se avanzó.');
    // The rows know nothing of what was recorded without them, until they are rebuilt.
    await rebuild();
    const { report, correct } = ledger;
    recorded(await loop.execute(report(1, '2024-Q2', { percent: 3_000, narrative: 'Más' })));
    const change = { percent: 1_300 };
    recorded(await loop.execute(correct(1, '2024-Q1', change, { reason: 'acta 2' })));
    await recordOld(2, '2024-Q1', '0', 'Nada.');
  });

  it('folds, and its older reports are decided upon like any other', async () => {
    const reports = await foldedRows();
    const stateOf = (n: number, q: number) => reports.get('reports', `${ledger.actionId(n)}/Q${q}`);
    expect(stateOf(1, 1)).toMatchObject({ percent: 1_300, narrative: 'Se avanzó.' });
    expect(stateOf(1, 2)).toMatchObject({ percent: 3_000, narrative: 'Más' });
    expect(stateOf(2, 1)).toMatchObject({ percent: 0, narrative: 'Nada.', timeliness: 'UNKNOWN' });
    const corrected = (await ledger.stored()).find(({ type }) => type === 'ProgressCorrected');
    expect(corrected?.data).toMatchObject({
      before: { percent: 1_250 },
      after: { percent: 1_300 },
    });
  });

  it('is rebuilt to what it folds to, and then nothing differs', async () => {
    const options = { connection: log.connection, ledger: ledger.name, catalogue: since };
    const kinds: string[] = [];
    for await (const { kind, id } of findDrift(options)) kinds.push(`${kind} ${id}`);
    // What the older program recorded last is not in the rows yet.
    expect(kinds.sort()).toEqual([
      `differs ${ledger.actionId(2)}`,
      `differs ${ledger.actionId(2)}/Q1`,
    ]);
    expect(await rebuild()).toMatchObject({ done: true });
    for await (const drift of findDrift(options)) throw new Error(JSON.stringify(drift));
    const folded = await foldedRows();
    const live = await ledger.liveRows();
    expect(live['reports']).toHaveLength(8);
    for (const row of live['reports'] ?? []) {
      expect(row).toStrictEqual(folded.row('reports', row.id));
    }
  });

  it('stops a rebuild by a program that doesn’t know both, at the first that it can’t read', async () => {
    const options = { connection: log.connection, ledger: ledger.name, catalogue: before };
    const first = (await ledger.stored()).find(({ schemaVersion }) => schemaVersion === 2);
    await expect(rebuildLedger(options)).rejects.toMatchObject({
      code: 'EVENT_UNREADABLE',
      message: expect.stringContaining(`position ${first?.position ?? 0} of`),
    });
  });
});
