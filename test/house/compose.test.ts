import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCommandLoop } from '../../src/commands/loop.js';
import { connect } from '../../src/store/connect.js';
import { wideRights } from '../../src/store/database-roles.js';
import { startGuarded } from '../support/guarded.js';
import { indexes, ledgerOn } from '../support/ledger.js';
import { temporaryFolder } from '../support/mongod.js';
import { readCompose } from './compose.js';

// The scripts of docker-compose.yml, run here as their containers would run them: folders stand for
// the volumes, and a mongod with the key that was drawn for the one in its container.

const root = fileURLToPath(new URL('../../', import.meta.url));
const { secrets, init } = readCompose().services;
const volumes = ['mongo', 'init', 'api'] as const;

let folder: string;
let guarded: { readonly port: number; stop(): Promise<void> };

const register = new URL('../support/ts-register.mjs', import.meta.url).href;
const entry = fileURLToPath(new URL('../cli/entry.ts', import.meta.url));
/** Stands for `node bin/bitacora.js` in its container: the same program, from the sources. */
const program = `#!/bin/sh
[ "$1" = bin/bitacora.js ] || exit 64
shift
exec "${process.execPath}" --import "${register}" "${entry}" "$@"
`;

/** Compose writes $ as $$. */
const scriptOf = (command: readonly string[] | undefined) =>
  (command?.[0] ?? '').replaceAll('$$', '$');
const read = (path: string) => readFileSync(join(folder, path), 'utf8').trim();
const shell = (program: string, script: string, env: NodeJS.ProcessEnv = {}) =>
  execFileSync(program, ['-euc', script], {
    ...{ cwd: root, encoding: 'utf8' },
    env: { ...process.env, ...env },
  });

/** Who owns the files is for the images to know; here they are whose who runs the tests. */
const draw = () =>
  shell(
    'bash',
    scriptOf(secrets.command)
      .replaceAll('/secrets/', `${folder}/`)
      .replaceAll(/^chown .*$/gm, ''),
  );
const uriOf = (file: string) => read(file).replace('@mongo:27017', `@127.0.0.1:${guarded.port}`);
const initialise = () => {
  const SIGNING_KEY_FILE = `${folder}/data/signing.key`;
  const PATH = `${folder}/bin:${process.env['PATH'] ?? ''}`;
  return shell(
    'sh',
    scriptOf(init.command)
      .replaceAll('/data/', `${folder}/data/`)
      .replaceAll('/secrets/', `${folder}/init/`),
    { MONGODB_URI: uriOf('init/mongodb-uri'), SIGNING_KEY_FILE, PATH },
  );
};

beforeAll(async () => {
  folder = await temporaryFolder();
  for (const name of [...volumes, 'data', 'bin']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'bin', 'node'), program, { mode: 0o755 });
  draw();
  guarded = await startGuarded({
    ...{ key: read('mongo/key'), rootPassword: read('mongo/root-password') },
  });
});
afterAll(() => guarded.stop());

describe('docker-compose.yml', () => {
  it('draws its secrets once, and shows nobody else what it drew', () => {
    const drawn = () =>
      volumes.map((name) => readdirSync(join(folder, name)).map((file) => read(join(name, file))));
    const first = drawn();
    draw();
    expect(drawn()).toEqual(first);
    expect(read('mongo/root-password')).toMatch(/^[0-9a-f]{48}$/);
    expect(read('init/own-password')).not.toBe(read('mongo/root-password'));
    for (const name of volumes) {
      for (const file of readdirSync(join(folder, name))) {
        expect(statSync(join(folder, name, file)).mode & 0o077).toBe(0);
      }
    }
  });

  it('prepares the database as its administrator, so that the API adds and changes nothing', async () => {
    const said = initialise();
    expect(said).toContain('The user "bitacora" of "bitacora" has the role bitacoraApplication.');
    const key = read('data/signing.key');
    initialise();
    expect(read('data/signing.key')).toBe(key);
    const connection = await connect(uriOf('api/mongodb-uri'), { database: 'bitacora', indexes });
    expect(await wideRights(connection.db)).toEqual({ open: false, beyond: [] });
    const loop = createCommandLoop({ connection });
    await ledgerOn(connection, 'rmbc').begin(loop, 1);
    const events = connection.db.collection('events');
    expect(await events.countDocuments({})).toBe(4);
    await expect(events.deleteMany({})).rejects.toMatchObject({ code: 13 });
    await loop.close();
    await connection.close();
  });
});
