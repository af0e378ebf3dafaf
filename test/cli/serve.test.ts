import { once } from 'node:events';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFree } from '../../src/mongod/ports.js';
import { temporaryFolder } from '../support/mongod.js';
import type { Running } from './processes.js';
import { run, start } from './processes.js';

// One story on one data folder, told in order: each test goes on where the last one ended.

const example = 'examples/plan-de-accion-2024.tsv';
let dataDir: string;
let changed: string;
let settings: { readonly DATA_DIR: string };
let server: Running | undefined;
beforeAll(async () => {
  dataDir = await temporaryFolder();
  settings = { DATA_DIR: dataDir };
  changed = join(dataDir, 'publicación del segundo trimestre.tsv');
  const text = await readFile(example, 'utf8');
  const lines = text.split('\n').map((line) => line.split('\t'));
  const [first, second] = [lines[6], lines[7]];
  if (first === undefined || second === undefined) throw new Error('the example has no actions');
  first[11] = '5%';
  second[11] = '130%';
  await writeFile(changed, lines.map((cells) => cells.join('\t')).join('\n'));
});
afterAll(async () => {
  server?.process.kill('SIGINT');
  await server?.ended;
});

const urlIn = (stdout: string) => /GraphQL: (\S+)/.exec(stdout)?.[1] ?? '';
const mongodPortIn = (stdout: string) => Number(/MongoDB on 127\.0\.0\.1:(\d+)/.exec(stdout)?.[1]);

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
const counts =
  '{ plans { totalCount nodes { actions { totalCount } } } history(entityId: "rmbc") { totalCount } }';
const countsOf = (history: number) => ({
  data: {
    plans: { totalCount: 1, nodes: [{ actions: { totalCount: 9 } }] },
    history: { totalCount: history },
  },
});

/** What its last holder leaves: no process, and a free port. */
async function expectNoMongod(stdout: string): Promise<void> {
  expect(await isFree(mongodPortIn(stdout))).toBe(true);
  const state = JSON.parse(await readFile(join(dataDir, 'mongod.json'), 'utf8')) as object;
  expect(state).toMatchObject({ pid: null });
}

describe('bitacora serve', () => {
  it('starts a database, imports the example plan, and says where what is', async () => {
    server = await start(['serve'], settings);
    const stdout = await server.until(/Ctrl-C/);
    expect(stdout).toMatch(/^Starting MongoDB on port \d+$/m);
    expect(stdout).toContain(`Data: ${dataDir} (embedded MongoDB on 127.0.0.1:`);
    expect(stdout).toContain(
      'Imported the example plan: 9 actions, 5 offices, 8 reports of 2024-Q1 (EXAMPLE=off leaves it out).',
    );
    expect(stdout).toMatch(/^GraphQL: http:\/\/127\.0\.0\.1:\d+\/graphql$/m);
    expect(await ask(urlIn(stdout), counts)).toMatchObject(countsOf(27));
  });

  it('says a first request that works as it stands', async () => {
    const stdout = (await server?.until(/Ctrl-C/)) ?? '';
    const [, url = '', body = ''] = /curl -s (\S+) .* -d '(.*)'$/m.exec(stdout) ?? [];
    const { query } = JSON.parse(body) as { query: string };
    expect(await ask(url, query)).toMatchObject({
      data: { plans: { nodes: [{ title: 'PLAN DE ACCIÓN 2024' }] } },
    });
  });

  it('says a first update that works with the token that it made', async () => {
    const stdout = (await server?.until(/Ctrl-C/)) ?? '';
    const line = /curl -s (\S+) .* -H "authorization: Bearer \$\(cat '(.*)'\)" -d '(.*)'$/m;
    const [, url = '', file = '', body = ''] = line.exec(stdout) ?? [];
    expect(file).toBe(join(dataDir, 'operator.token'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const token = (await readFile(file, 'utf8')).trim();
    expect(stdout).not.toContain(token);
    const authorization = `Bearer ${token}`;
    const headers = { 'content-type': 'application/json', authorization };
    const response = await fetch(url, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({
      data: { registerEntity: { entity: { name: 'Mi entidad' }, userErrors: [] } },
    });
    const { query } = JSON.parse(body) as { query: string };
    expect(await ask(url, query)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('lets an import join its database, whose changes it shows at once', async () => {
    const stdout = (await server?.until(/Ctrl-C/)) ?? '';
    const dry = await run(['import', changed, '--entity', 'rmbc', '--dry-run'], settings);
    expect(dry.stdout).toContain('Would record: 1 correction');
    expect(await ask(urlIn(stdout), counts)).toMatchObject(countsOf(27));

    const real = await run(['import', changed, '--entity', 'rmbc'], settings);
    expect(real.code).toBe(3);
    expect(real.stdout).toContain('Recorded: 1 correction');
    expect(real.stdout).toMatch(/row 8, column L: expected a percentage .*, got "130%"/);
    expect(real.stderr).not.toContain('Starting MongoDB');
    expect(await ask(urlIn(stdout), counts)).toMatchObject(countsOf(30));
  });

  it('does not start where another program listens, and leaves the other one alone', async () => {
    const stdout = (await server?.until(/Ctrl-C/)) ?? '';
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const second = await run(['serve'], { ...settings, PORT: String(port) });
    other.close();
    expect(second.code).toBe(1);
    expect(second.stdout).toContain(`Data: ${dataDir} (joined the running MongoDB`);
    expect(second.stderr).toMatch(
      /^ADDRESS_UNUSABLE: 127\.0\.0\.1, port \d+: another program listens there\. .* set PORT/m,
    );
    expect(await ask(urlIn(stdout), counts)).toMatchObject(countsOf(30));
  });

  it('stops at Ctrl-C with exit code 0, and no mongod stays', async () => {
    server?.process.kill('SIGINT');
    const ended = await server?.ended;
    server = undefined;
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Stopping …\nStopped\.\n$/),
    });
    await expectNoMongod(ended?.stdout ?? '');
  });

  it('leaves its data to an import that starts the database itself', async () => {
    const again = await run(['import', example, '--entity', 'rmbc', '--json'], settings);
    expect(again.stderr).toMatch(/Starting MongoDB on port \d+/);
    expect(again.code).toBe(3);
    const { rejected, recorded } = JSON.parse(again.stdout) as Record<string, object>;
    expect(rejected).toMatchObject([{ row: 7, column: 12, raw: '0%', rule: 'reason-required' }]);
    expect(recorded).toBeUndefined();
  });

  it('finds its data as it was at the second start, and imports nothing', async () => {
    server = await start(['serve'], settings);
    const stdout = await server.until(/Ctrl-C/);
    expect(stdout).not.toContain('Imported');
    expect(await ask(urlIn(stdout), counts)).toMatchObject(countsOf(30));
    server.process.kill('SIGTERM');
    const ended = await server.ended;
    server = undefined;
    expect(ended.code).toBe(0);
    await expectNoMongod(stdout);
  });

  it('leaves the example out with EXAMPLE=off', async () => {
    const folder = await temporaryFolder();
    server = await start(['serve'], { DATA_DIR: folder, EXAMPLE: 'off' });
    const stdout = await server.until(/Ctrl-C/);
    expect(stdout).not.toContain('Imported');
    const asked = '{ plans { totalCount } entity(id: "rmbc") { name } }';
    expect(await ask(urlIn(stdout), asked)).toMatchObject({
      data: { plans: { totalCount: 0 }, entity: null },
    });
    server.process.kill('SIGINT');
    expect((await server.ended).code).toBe(0);
    server = undefined;
    expect(await readdir(folder)).toContain('mongo');
  });
});
