import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Binary } from 'mongodb';
import { createIndexes } from '../../src/store/indexes.js';
import { openCheckpoint } from '../../src/store/checkpoint-note.js';
import { parsePublicKeys } from '../../src/store/keys-ring.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { indexes, openLog, upTo } from '../support/ledger.js';
import { freshDatabase, temporaryFolder } from '../support/mongod.js';
import { called as run } from './called.js';

let log: TestLog;
let folder: string;
let ledger: TestLedger;
const before = { ...process.env };
beforeAll(async () => {
  log = await openLog();
  folder = await temporaryFolder();
  ledger = log.newLedger();
  await ledger.begin(log.loop, 4);
  await run('keygen', '-o', at('signing.key'));
  Object.assign(process.env, { MONGODB_URI: log.uri, SIGNING_KEY_FILE: at('signing.key') });
});
afterAll(async () => {
  process.env = before;
  await log.close();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const at = (name: string) => join(folder, name);

describe('bitacora keygen', () => {
  it('writes a key for its owner only, prints its verifier keys, and never writes over it', async () => {
    const made = await run('keygen', '-o', at('a.key'), '--entity', 'rmbc', '--entity', 'otra');
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^bitacora\/rmbc\+[0-9a-f]{8}\+\S+\nbitacora\/otra\+\S+\n$/);
    expect((await stat(at('a.key'))).mode & 0o777).toBe(0o600);
    const again = await run('keygen', '-o', at('a.key'));
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('KEY_UNREADABLE')]);
  });

  it('takes the place of a key, whose verifier key stays', async () => {
    const first = await run('keygen', '-o', at('b.key'));
    await run('keygen', '-o', at('c.key'), '--previous', at('b.key'));
    const shown = await run('keygen', '--show', at('c.key'));
    expect(shown.out.split('\n')).toHaveLength(3);
    expect(shown.out.endsWith(first.out)).toBe(true);
    expect(await readFile(at('c.key'), 'utf8')).not.toContain('b.key');
  });

  it('wants either to make or to show', async () => {
    expect((await run('keygen')).code).toBe(2);
    expect((await run('keygen', '-o', at('d.key'), '--show', at('a.key'))).code).toBe(2);
  });
});

describe('bitacora verify', () => {
  it('of a database without any ledger fails: somebody may have emptied it', async () => {
    const empty = await freshDatabase();
    const uri = process.env['MONGODB_URI'];
    process.env['MONGODB_URI'] = empty.uri;
    try {
      for (const which of [[], ['--log']]) {
        const { code, out } = await run('verify', ...which);
        expect([code, out]).toEqual([1, expect.stringContaining('nothing was verified')]);
      }
    } finally {
      process.env['MONGODB_URI'] = uri;
      await empty.close();
    }
  });
});

describe('bitacora ledger checkpoint', () => {
  it('signs the ledger as it is, and prints the note', async () => {
    const { code, out } = await run('ledger', 'checkpoint', '--entity', ledger.name);
    expect(code).toBe(0);
    const publicKeys = parsePublicKeys(await readFile(at('signing.key'), 'utf8'));
    expect(openCheckpoint(out, publicKeys)).toMatchObject({ ledger: ledger.name, size: 7 });
    await writeFile(at('old.txt'), out);
  });

  it('of an entity that is not on record fails', async () => {
    const { code, err } = await run('ledger', 'checkpoint', '--entity', 'nadie');
    expect([code, err]).toEqual([1, expect.stringContaining('NOT_FOUND')]);
  });
});

describe('bitacora verify', () => {
  it('says that log and rows hold, and what it can not know', async () => {
    const { code, out } = await run('verify');
    expect(code).toBe(0);
    expect(out).toContain(`"${ledger.name}": 7 events hold; checkpoints: 1.`);
    expect(out).toContain('shows only against a checkpoint kept outside');
    expect(out).toContain('every row is what the log says');
  });

  it('holds against a checkpoint that was kept', async () => {
    const { code, out } = await run('verify', '--log', '--checkpoint', at('old.txt'));
    expect(code).toBe(0);
    expect(out).not.toContain('shows only against a checkpoint kept outside');
    expect(out).not.toContain('every row');
  });

  it('names the first broken position and the kind of break, and fails', async () => {
    const place = { ledger: ledger.name, position: 5 };
    await log.collections.events.updateOne(place, { $set: { 'data.name': 'Otra' } });
    const { code, out } = await run('verify', '--entity', ledger.name);
    expect(code).toBe(1);
    expect(out).toContain(`"${ledger.name}": BROKEN at position 5: LEAF_MISMATCH`);
    expect(out).not.toContain('every row');
    await log.collections.events.updateOne(place, { $set: { 'data.name': 'Acción 2' } });
    expect((await run('verify', '--log')).code).toBe(0);
  });

  it('names a row that is not what the log says', async () => {
    const actions = log.connection.db.collection('actions');
    const row = { ledger: ledger.name, id: ledger.actionId(1) };
    await actions.updateOne(row, { $set: { 'state.name': 'Otra' } });
    const { code, out } = await run('verify');
    expect([code, out]).toEqual([1, expect.stringContaining('ROW_DIFFERS')]);
    await actions.updateOne(row, { $set: { 'state.name': 'Acción 1' } });
  });

  it('works where indexes are missing, since it is for databases that may be damaged', async () => {
    await log.collections.events.dropIndex('position');
    expect((await run('verify', '--log')).code).toBe(0);
    await createIndexes(log.connection.db, indexes);
  });

  it('refuses a checkpoint that is none', async () => {
    await writeFile(at('none.txt'), 'hello\n');
    const { code, err } = await run('verify', '--checkpoint', at('none.txt'));
    expect([code, err]).toEqual([1, expect.stringContaining('NOTE_MALFORMED')]);
  });
});

describe('bitacora audit-export', () => {
  it('writes a file that verifies with neither database nor settings', async () => {
    const done = await run('audit-export', '-o', at('log.ndjson'));
    expect(done.code).toBe(0);
    expect((await stat(at('log.ndjson'))).mode & 0o777).toBe(0o600);
    process.env['MONGODB_URI'] = 'nonsense';
    const keys = ['--key', at('signing.key'), '--checkpoint', at('old.txt')];
    const { code, out } = await run('verify', at('log.ndjson'), ...keys);
    process.env['MONGODB_URI'] = log.uri;
    expect([code, out]).toEqual([0, expect.stringContaining('7 events hold')]);
    expect(out).not.toContain('the keys in the file itself');
  });

  it('says that keys of the file prove little', async () => {
    const { out } = await run('verify', at('log.ndjson'));
    expect(out).toContain('the keys in the file itself');
  });

  it('that was changed is found', async () => {
    const text = await readFile(at('log.ndjson'), 'utf8');
    await writeFile(at('changed.ndjson'), text.replace('Acción 3', 'Acción 9'));
    const { code, out } = await run('verify', at('changed.ndjson'));
    expect([code, out]).toEqual([1, expect.stringContaining('position 6: LEAF_MISMATCH')]);
  });
});

describe('after an older backup was restored', () => {
  it('verify says what was lost, against a checkpoint that was kept', async () => {
    const position = { $gt: 7 };
    const older = await ledger.head();
    for (const n of upTo(3)) await log.loop.execute(ledger.addAction(n + 4));
    const { out: kept } = await run('ledger', 'checkpoint', '--entity', ledger.name);
    await writeFile(at('newer.txt'), kept);
    await log.collections.events.deleteMany({ ledger: ledger.name, position });
    await log.collections.checkpoints.deleteMany({ ledger: ledger.name, size: position });
    await log.collections.ledgers.replaceOne({ _id: ledger.name }, older);
    expect((await run('verify', '--log')).code).toBe(0);
    const { code, out } = await run('verify', '--checkpoint', at('newer.txt'));
    expect(code).toBe(1);
    expect(out).toContain('BROKEN at position 8: CHECKPOINT_BEYOND_LOG');
    expect(out).toContain('The log had 10 events');
    expect(out).toContain('has 7: 3 lost, the first at position 8');
  });
});

describe('bitacora ledger restored', () => {
  it('is refused while the ledger has all that the checkpoint is about', async () => {
    const { out } = await run('ledger', 'checkpoint', '--entity', ledger.name);
    await writeFile(at('now.txt'), out);
    const flags = ['--entity', ledger.name, '--from', at('now.txt'), '--reason', 'x'];
    const { code, err } = await run('ledger', 'restored', ...flags);
    expect([code, err]).toEqual([1, expect.stringContaining('nothing-lost')]);
  });

  it('records what was lost, and verify tells of it by exit code 4', async () => {
    const { loop, collections } = log;
    const lost = log.newLedger();
    await lost.begin(loop, 1);
    const { out } = await run('ledger', 'checkpoint', '--entity', lost.name);
    await writeFile(at('old.txt'), out);
    const { position } = await lost.head();
    // Another entity's whole ledger was restored to its first event.
    const [first] = await lost.stored();
    for (const name of ['events', 'commands', 'checkpoints', 'plans', 'offices', 'actions']) {
      await log.connection.db.collection(name).deleteMany({ ledger: lost.name });
    }
    await log.connection.db.collection('reports').deleteMany({ ledger: lost.name });
    if (first !== undefined) await collections.events.insertOne(first);
    const { appendLeaves, EMPTY_FRONTIER } = await import('../../src/store/merkle.js');
    const leaf = Buffer.from(first?.leafHash ?? '', 'base64');
    const { hashes } = appendLeaves(EMPTY_FRONTIER, [leaf]).frontier;
    const head = { position: 1, frontier: hashes.map((hash) => new Binary(hash)) };
    await collections.ledgers.updateOne(
      { _id: lost.name },
      { $set: { ...head, ...(first === undefined ? {} : { recordedAt: first.recordedAt }) } },
    );
    const check = ['verify', '--entity', lost.name, '--checkpoint', at('old.txt')];
    expect((await run(...check)).out).toContain('CHECKPOINT_BEYOND_LOG');
    const flags = ['--entity', lost.name, '--from', at('old.txt'), '--reason', 'Falló el disco'];
    const made = await run('ledger', 'restored', ...flags);
    expect([made.code, made.err]).toEqual([0, '']);
    expect(made.out).toContain(`Recorded LedgerRestored at position 2 of ${lost.name}.`);
    expect(made.out).toContain(`positions 2 to ${position}`);
    const verified = await run(...check);
    expect(verified.out).toContain(`LOST by a restore, as position 2 tells`);
    expect(verified.code).toBe(4);
  });
});
