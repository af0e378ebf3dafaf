import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BSON } from 'mongodb';
import { redactedText } from '../../events/index.js';
import { verifyDatabase } from '../../src/audit/verify-database.js';
import { redact } from '../../src/commands/redact.js';
import { removeRedactedTexts } from '../../src/commands/remove-texts.js';
import { findDrift } from '../../src/projections/drift.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import { rowCollection } from '../../src/projections/row-docs.js';
import { runsOf } from '../../src/store/generation-run.js';
import { pendingRedactions } from '../../src/store/redactions.js';
import { seeToUnfinished } from '../../src/cli/unfinished.js';
import { planAsOf } from '../support/as-of.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recorded, recordedAll } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;
let reported: number;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

const redactor = { id: 'local', role: 'redactor' };
const secret = 'Se reunió con Ana Pérez, cédula 52.123.456';
const other = 'Se avanzó en la mesa técnica.';
const source = { fileName: 'plan.tsv', sha256: 'a'.repeat(64), row: 5, raw: `1\t${secret}\t10 %` };
const quarter = '2024-Q1';

/** A report with the secret, its correction, and copies in what follows. */
beforeEach(async () => {
  ledger = log.newLedger();
  await ledger.begin(log.loop, 2);
  const { loop } = log;
  const first = { percent: 1_000, narrative: secret };
  [reported = 0] = recorded(
    await loop.execute(ledger.report(1, quarter, first, { source, importId: importId() })),
  );
  await loop.execute(ledger.correct(1, quarter, { percent: 2_000 }));
  await loop.execute(ledger.report(2, quarter, { percent: 500, narrative: secret }));
});

const importId = () => `import_${ledger.name}_0001`;
const redactIt = (changes: Partial<Parameters<typeof redact>[1]> = {}) =>
  redact(
    { connection: log.connection, loop: log.loop, actor: redactor },
    {
      ...{ ledger: ledger.name, position: reported, fields: ['narrative'], everywhere: false },
      ...{ reason: 'Habeas data', commandId: `redact-${ledger.name}`, ...changes },
    },
  );

const rowOf = async (n: number) => {
  const { reports = [] } = await ledger.liveRows();
  const row = reports.find(({ id }) => id === `${ledger.actionId(n)}/Q1`);
  return row?.state as { percent?: number; narrative?: string } | undefined;
};

const verify = async () => {
  const [verdict] = await verifyDatabase(log.collections, {
    ...{ publicKeys: [], brought: [], ledger: ledger.name },
  });
  return verdict;
};
const drift = async () => {
  const found = [];
  for await (const one of findDrift({ connection: log.connection, ledger: ledger.name })) {
    found.push(one);
  }
  return found;
};

/** In which collections some document of the ledger holds a text. */
async function placesOf(text: string): Promise<readonly string[]> {
  const { db } = log.connection;
  const places: string[] = [];
  for (const { name } of await db.listCollections().toArray()) {
    const docs = await db.collection(name).find().toArray();
    const own = docs.filter((doc) => JSON.stringify(doc).includes(`"${ledger.name}`));
    if (own.some((doc) => Buffer.from(BSON.serialize(doc)).includes(text))) places.push(name);
  }
  return places.toSorted();
}

describe('a redaction', () => {
  it('is on record, and removes the text from the entry, its copies and the rows', async () => {
    await log.loop.execute(ledger.correct(1, quarter, { narrative: other }));
    await log.loop.execute(ledger.correct(1, quarter, { narrative: secret }));
    const before = await ledger.stored();
    expect(await placesOf(secret)).toEqual(['events', 'reports']);
    const result = await redactIt();
    const after = await ledger.stored();
    expect(result).toMatchObject({ kind: 'redacted', removed: 3 });
    const events = after.filter(({ type }) => type === 'EntryRedacted');
    expect(
      events.map(({ data, actor, reason, stream }) => ({ data, actor, reason, stream })),
    ).toEqual(
      [
        { position: before.at(-2)?.position, fields: ['data.before.narrative'] },
        { position: before.at(-1)?.position, fields: ['data.after.narrative'] },
        { position: reported, fields: ['source.raw', 'data.narrative'] },
      ].map((data) => ({
        data,
        ...{ actor: redactor, reason: 'Habeas data', stream: `entity-${ledger.name}` },
      })),
    );
    expect(events[0]?.subject).toMatchObject({ actionId: ledger.actionId(1), quarter });
    // Another action's text that is alike is no copy, unless it is asked for.
    expect(await placesOf(secret)).toEqual(['events', 'reports']);
    expect(await redactIt({ position: reported + 2, commandId: `2-${ledger.name}` })).toMatchObject(
      {
        removed: 1,
      },
    );
    expect(await placesOf(secret)).toEqual([]);
    expect((await rowOf(1))?.narrative).toBe(redactedText);
    expect(await rowOf(2)).toMatchObject({ percent: 500, narrative: redactedText });
  });

  it('takes every text of the ledger that is alike for a copy when it is asked to', async () => {
    expect(await redactIt({ everywhere: true })).toMatchObject({ removed: 2 });
    expect(await placesOf(secret)).toEqual([]);
  });

  it('leaves every leaf, so the ledger verifies and its rows are its fold', async () => {
    const before = await ledger.stored();
    await redactIt({ everywhere: true });
    const leaves = (await ledger.stored()).slice(0, before.length).map(({ leafHash }) => leafHash);
    expect(leaves).toEqual(before.map(({ leafHash }) => leafHash));
    const verdict = await verify();
    expect(verdict).toMatchObject({ redacted: 2, unredacted: 0 });
    expect(verdict).not.toHaveProperty('broken');
    expect(await drift()).toEqual([]);
    expect(await ledger.liveRows()).toEqual(await ledger.foldedRows());
  });

  it('tells a text that was redacted from one that was never given, in every fold', async () => {
    await log.loop.execute(ledger.report(1, '2024-Q2', { percent: 2_500 }));
    await redactIt();
    await rebuildLedger({ connection: log.connection, ledger: ledger.name });
    expect(await rowOf(1)).toMatchObject({ percent: 2_000, narrative: redactedText });
    const { position } = await ledger.head();
    const past = await planAsOf(log.collections, ledger.name, ledger.planId, position);
    expect(past.get('reports', `${ledger.actionId(1)}/Q1`)?.narrative).toBe(redactedText);
    expect(past.get('reports', `${ledger.actionId(1)}/Q2`)?.narrative).toBeUndefined();
    const then = await planAsOf(log.collections, ledger.name, ledger.planId, reported);
    expect(then.get('reports', `${ledger.actionId(1)}/Q1`)).toMatchObject({
      ...{ percent: 1_000, narrative: redactedText },
    });
  });

  it('makes nothing of the receipt that a guess could be tried on, and still answers from it', async () => {
    const request = ledger.report(1, '2024-Q2', { percent: 2_500, narrative: other });
    const positions = recorded(await log.loop.execute(request));
    await redactIt({ position: positions[0] ?? 0 });
    const [receipt] = (await ledger.receipts()).filter(
      ({ commandId }) => commandId === request.commandId,
    );
    expect(Object.keys(receipt ?? {}).toSorted()).toEqual(
      ['_id', 'commandId', 'ledger', 'positions', 'recordedAt'].toSorted(),
    );
    expect(await log.loop.execute(request)).toEqual({
      ...{ kind: 'recorded', positions, duplicate: true },
    });
  });

  it('is recorded and removed once, however often it is asked for', async () => {
    await redactIt();
    const before = await ledger.stored();
    expect(await redactIt({ commandId: 'again' })).toEqual({
      ...{ kind: 'redacted', positions: [], removed: 0 },
    });
    expect(await ledger.stored()).toEqual(before);
  });

  it('redacts the reason of an entry, and that of a redaction too', async () => {
    const [at = 0] = recorded(
      await log.loop.execute(ledger.withdrawReport(2, quarter, { reason: other })),
    );
    await redactIt({ position: at, fields: ['reason'], reason: 'Pidió don Luis Gómez' });
    const [last] = (await ledger.stored()).slice(-1);
    expect(last).toMatchObject({ type: 'EntryRedacted', reason: 'Pidió don Luis Gómez' });
    const again = { position: last?.position ?? 0, fields: ['reason'], commandId: 'r2' };
    await redactIt({ ...again, reason: 'Nombra a una persona' });
    expect(await placesOf('Luis')).toEqual([]);
    expect(await placesOf(other)).toEqual([]);
    expect(await verify()).not.toHaveProperty('broken');
    expect(await drift()).toEqual([]);
  });
});

describe('a redaction is refused', () => {
  it.each([
    ['without a reason', { reason: undefined }, 'RULE_VIOLATION'],
    ['when the reason repeats the text', { reason: `Quitar "${secret}"` }, 'BAD_USER_INPUT'],
    ['for what is no free text', { fields: ['percent'] }, 'BAD_USER_INPUT'],
    ['for an entry that is not there', { position: 999 }, 'NOT_FOUND'],
  ] as const)('%s', async (_, changes, code) => {
    const before = await ledger.stored();
    const { reason, ...rest } = { reason: 'Habeas data', ...changes };
    const powers = { connection: log.connection, loop: log.loop, actor: redactor };
    const request = {
      ...{ ledger: ledger.name, position: reported, fields: ['narrative'], everywhere: false },
      ...{ commandId: 'x', ...rest, ...(reason === undefined ? {} : { reason }) },
    };
    expect(await redact(powers, request)).toMatchObject({ kind: 'refused', refusal: { code } });
    expect(await ledger.stored()).toEqual(before);
  });

  it('to any other role', async () => {
    const powers = {
      connection: log.connection,
      loop: log.loop,
      actor: { id: 'x', role: 'admin' },
    };
    const request = { ledger: ledger.name, position: reported, fields: ['narrative'] };
    const full = { ...request, everywhere: false, reason: 'Habeas data', commandId: 'x' };
    expect(await redact(powers, full)).toMatchObject({
      ...{ kind: 'refused', refusal: { rule: 'redactor-required' } },
    });
  });

  it('for an entry that was altered: it would cover that up', async () => {
    const place = { ledger: ledger.name, position: reported };
    await log.collections.events.updateOne(place, { $set: { 'data.percent': 9_999 } });
    await expect(redactIt()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
  });

  it('to bring its own sign into the log', async () => {
    const sign = ledger.report(1, '2024-Q2', { narrative: `Se ${redactedText}` });
    expect(await log.loop.execute(sign)).toMatchObject({
      ...{ kind: 'refused', refusal: { code: 'BAD_USER_INPUT' } },
    });
  });
});

describe('a redaction that was stopped when it was on record', () => {
  const recordOnly = () =>
    log.loop.execute(
      ledger.request(
        {
          type: 'RedactEntries',
          input: {
            entityId: ledger.name,
            entries: [
              { position: reported, fields: ['data.narrative', 'source.raw'], subject: {} },
            ],
          },
        },
        { actor: redactor, reason: 'Habeas data' },
      ),
    );
  const pending = async () => {
    const found = [];
    for await (const some of pendingRedactions(log.collections, ledger.name)) found.push(...some);
    return found;
  };

  it('is noticed by a verification and at the start, and breaks nothing', async () => {
    await recordOnly();
    const verdict = await verify();
    expect(verdict).toMatchObject({ redacted: 0, unredacted: 1 });
    expect(verdict).not.toHaveProperty('broken');
    const said: string[] = [];
    await seeToUnfinished(log.connection, (line) => said.push(line));
    expect(said.join('\n')).toContain(`bitacora redact --entity ${ledger.name} --resume`);
    await removeRedactedTexts(log.connection, ledger.name);
  });

  it('is carried out by the same command, without a second event', async () => {
    await recordOnly();
    expect(await pending()).toHaveLength(1);
    expect(await redactIt()).toEqual({ kind: 'redacted', positions: [], removed: 1 });
    expect(await pending()).toEqual([]);
    expect(await verify()).toMatchObject({ redacted: 1, unredacted: 0 });
  });

  it('is carried out by its resumption, and once', async () => {
    await recordOnly();
    expect(await removeRedactedTexts(log.connection, ledger.name)).toBe(1);
    expect(await removeRedactedTexts(log.connection, ledger.name)).toBe(0);
    expect((await rowOf(1))?.narrative).toBe(redactedText);
  });

  it('leaves nothing in what another process knows of the rows by heart', async () => {
    const server = await log.another();
    await recordOnly();
    // The server reads the rows with the text, and knows them from then on.
    recorded(await server.execute(ledger.correct(1, quarter, { percent: 3_000 })));
    await removeRedactedTexts(log.connection, ledger.name);
    recorded(await server.execute(ledger.correct(1, quarter, { percent: 4_000 })));
    expect(await rowOf(1)).toMatchObject({ percent: 4_000, narrative: redactedText });
    expect(await drift()).toEqual([]);
  });

  it('finds the copy that a command recorded meanwhile', async () => {
    await recordOnly();
    recordedAll([
      await log.loop.execute(ledger.correct(1, quarter, { narrative: other })),
      await log.loop.execute(ledger.withdrawReport(2, quarter, { reason: 'Duplicado' })),
    ]);
    await redactIt({ everywhere: true });
    expect(await placesOf(secret)).toEqual([]);
    expect(await verify()).not.toHaveProperty('broken');
  });
});

describe('a redaction while the rows are rebuilt', () => {
  it('gives up the rebuild, and removes the text from the rows that nobody reads', async () => {
    const { connection } = log;
    const stopping = new AbortController();
    stopping.abort();
    const small = { batchSize: 3, saveEvery: { weight: 1, ms: 0 } };
    const options = { connection, ledger: ledger.name, ...small };
    await rebuildLedger(options);
    expect(
      await rowCollection(connection.db, 'reports').countDocuments({ ledger: ledger.name }),
    ).toBeGreaterThan(8);
    const stopped = await rebuildLedger({ ...options, signal: stopping.signal });
    expect(stopped.done).toBe(false);
    await redactIt({ everywhere: true });
    expect(await placesOf(secret)).toEqual([]);
    expect((await runsOf(connection.db).findOne({ _id: ledger.name }))?.run).toBeUndefined();
    await rebuildLedger(options);
    expect((await rowOf(1))?.narrative).toBe(redactedText);
    expect(await drift()).toEqual([]);
  });
});
