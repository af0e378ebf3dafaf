import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { warnOfRights } from '../../src/cli/database.js';
import { redact } from '../../src/commands/redact.js';
import { createCommandLoop } from '../../src/commands/loop.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import type { Connection } from '../../src/store/connect.js';
import { connect } from '../../src/store/connect.js';
import {
  defineRoles,
  defineUser,
  insertOnly,
  roleNameOf,
  wideRights,
} from '../../src/store/database-roles.js';
import type { RoleName } from '../../src/store/database-roles.js';
import { createIndexes } from '../../src/store/indexes.js';
import { writeFile as keepFile } from '../../src/store/evidence-files.js';
import { indexes, ledgerOn, recorded } from '../support/ledger.js';
import { startGuarded } from '../support/guarded.js';

// A real mongod that asks who one is, with one user for each role.

const roles: readonly RoleName[] = ['application', 'rebuild', 'redaction', 'init'];
const database = 'bitacora';
let stop = () => Promise.resolve();
let uriOf: (user: string) => string;
const open: Connection[] = [];

beforeAll(async () => {
  const key = randomBytes(48).toString('base64');
  const guarded = await startGuarded({ key, rootPassword: 'pw' });
  ({ stop } = guarded);
  uriOf = (user) => {
    const source = user === 'root' ? 'admin' : database;
    return `mongodb://${user}:pw@127.0.0.1:${guarded.port}/${database}?replicaSet=rs0&authSource=${source}`;
  };
  const admin = await new MongoClient(uriOf('root')).connect();
  const db = admin.db(database);
  await createIndexes(db, indexes);
  await defineRoles(db);
  await defineRoles(db);
  for (const role of roles) {
    await db.command({ createUser: role, pwd: 'pw', roles: [roleNameOf(role)] });
  }
  await admin.close();
  const connection = await as('root');
  const loop = createCommandLoop({ connection });
  const ledger = ledgerOn(connection, 'rmbc');
  await ledger.begin(loop, 2);
  const said = { percent: 1_000, narrative: 'Se reunió con Ana Pérez.' };
  recorded(await loop.execute(ledger.report(1, '2024-Q1', said)));
  await loop.close();
});
afterAll(async () => {
  for (const connection of open) await connection.close();
  await stop();
});

const as = async (user: RoleName | 'root') => {
  const connection = await connect(uriOf(user), { indexes });
  open.push(connection);
  return connection;
};

describe('the roles of a database', () => {
  it('keep the server from making indexes, which then says what to run', async () => {
    await (await as('root')).db.collection('events').dropIndex('by-time');
    await expect(as('application')).rejects.toMatchObject({
      ...{ code: 'INDEXES_DIFFER', message: expect.stringContaining('bitacora database init') },
    });
    await as('init');
    await as('application');
  });

  it('let the application do all that the server does', async () => {
    const connection = await as('application');
    const loop = createCommandLoop({ connection });
    const ledger = ledgerOn(connection, 'otra');
    await ledger.begin(loop, 2);
    recorded(await loop.execute(ledger.report(1, '2024-Q1', { percent: 1_000 })));
    await rebuildLedger({ connection, ledger: 'otra' });
    async function* content() {
      yield await Promise.resolve(Buffer.from('informe'));
    }
    const about = { mediaType: 'text/plain', fileName: 'informe.txt' };
    expect(await keepFile(connection.db, content(), about)).toMatchObject({ created: true });
    await loop.close();
  });

  it.each(insertOnly)('keep the application from changing or removing %s', async (name) => {
    const { db } = await as('application');
    const collection = db.collection(name);
    const refused = { code: 13 };
    await expect(collection.updateOne({}, { $set: { x: 1 } })).rejects.toMatchObject(refused);
    await expect(collection.deleteOne({})).rejects.toMatchObject(refused);
    await expect(collection.drop()).rejects.toMatchObject(refused);
    expect(await collection.countDocuments({})).toBeGreaterThanOrEqual(0);
  });

  it('let the rebuild make rows anew, and add nothing to the log', async () => {
    const connection = await as('rebuild');
    expect(await rebuildLedger({ connection, ledger: 'rmbc' })).toMatchObject({ done: true });
    for (const name of insertOnly) {
      const insert = connection.db.collection(name).insertOne({ x: 1 });
      await expect(insert).rejects.toMatchObject({ code: 13 });
    }
  });

  it('let the redaction remove a text, and no event', async () => {
    const connection = await as('redaction');
    const loop = createCommandLoop({ connection });
    const events = connection.db.collection('events');
    const entry = await events.findOne({ ledger: 'rmbc', type: 'ProgressReported' });
    const request = { ledger: 'rmbc', position: Number(entry?.['position']), everywhere: false };
    const result = await redact(
      { connection, loop, actor: { id: 'local', role: 'redactor' } },
      { ...request, fields: ['narrative'], reason: 'Habeas data', commandId: 'r' },
    );
    expect(result).toMatchObject({ kind: 'redacted', removed: 1 });
    await expect(events.deleteOne({})).rejects.toMatchObject({ code: 13 });
    await loop.close();
  });

  it('let the init make indexes, and neither write nor remove anything', async () => {
    const { db } = await as('init');
    for (const name of ['events', 'reports']) {
      const collection = db.collection(name);
      await expect(collection.insertOne({ x: 1 })).rejects.toMatchObject({ code: 13 });
      await expect(collection.dropIndex('by-time')).rejects.toMatchObject({ code: 13 });
    }
  });
});

describe('a user', () => {
  it('has one role and the password given last, however often it is made', async () => {
    const { db } = await as('root');
    const user = { name: 'web', role: 'rebuild' } as const;
    await defineUser(db, { ...user, password: 'first' });
    await defineUser(db, { ...user, password: 'pw', role: 'application' });
    const connection = await connect(uriOf('web'), { indexes });
    open.push(connection);
    expect(await wideRights(connection.db)).toEqual({ open: false, beyond: [] });
    await expect(connection.db.collection('actors').insertOne({})).resolves.toBeDefined();
    const former = uriOf('web').replace(':pw@', ':first@');
    await expect(connect(former, { indexes })).rejects.toMatchObject({
      cause: expect.objectContaining({ codeName: 'AuthenticationFailed' }),
    });
  });
});

describe('the start', () => {
  const warnings = async (connection: Connection) => {
    const said: string[] = [];
    await warnOfRights(connection, (line) => said.push(line));
    return said;
  };

  it('is silent with the rights that it takes, and warns once of wider ones', async () => {
    expect(await warnings(await as('application'))).toEqual([]);
    const wide = await warnings(await as('root'));
    expect(wide).toEqual([expect.stringContaining('update on events, remove on events')]);
    const [redaction = ''] = await warnings(await as('redaction'));
    expect(redaction).toContain('(update on events, update on commands, remove on checkpoints)');
  });
});
