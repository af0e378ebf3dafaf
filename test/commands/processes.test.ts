import { expect, it } from '@jest/globals';
import { connect } from '../../src/store/connect.js';
import { runInChild } from '../support/child.js';
import { indexes, ledgerOn, upTo } from '../support/ledger.js';
import { freshDatabase } from '../support/mongod.js';

interface Answer {
  readonly entity: string;
  readonly answers: readonly string[];
}

it('8 processes that append to an empty database at once lose nothing', async () => {
  const database = await freshDatabase();
  const script = new URL('./append-child.ts', import.meta.url);
  const children = upTo(8).map((n) =>
    runInChild(script, [database.uri, 'rmbc', String(n * 100), '25']),
  );
  try {
    for (const child of children) expect(await child.answer()).toBe('ready');
    for (const child of children) child.process.kill('SIGUSR2');
    const answers = (await Promise.all(children.map((child) => child.answer()))) as Answer[];
    expect(answers.map(({ entity }) => entity).sort()).toEqual([
      'OK',
      ...upTo(7).map(() => 'RULE_VIOLATION'),
    ]);
    expect(answers.flatMap((one) => one.answers)).toEqual(upTo(200).map(() => 'OK'));

    const connection = await connect(database.uri, { indexes });
    const ledger = ledgerOn(connection, 'rmbc');
    const events = await ledger.stored();
    expect(events.map(({ position }) => position)).toEqual(upTo(201));
    expect(events.map(({ type }) => type)).toEqual([
      'EntityRegistered',
      ...upTo(200).map(() => 'OfficeRegistered'),
    ]);
    expect(new Set(events.map(({ stream }) => stream)).size).toBe(201);
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
    await connection.close();
  } finally {
    for (const child of children) await child.kill('SIGKILL');
    await database.close();
  }
});
