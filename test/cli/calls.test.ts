import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { settingNames } from '../../src/settings.js';
import { sharedMongod, temporaryFolder } from '../support/mongod.js';
import type { Ended } from './processes.js';
import { run, start } from './processes.js';
import { called } from './called.js';

const example = 'examples/plan-de-accion-2024.tsv';
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});

/** What a call says and answers in this very process, which takes no time to start. */
async function runHere(args: readonly string[]): Promise<Ended> {
  const { code, out: stdout, err: stderr } = await called(...args);
  return { code, stdout, stderr };
}

describe('the program', () => {
  it('runs what is built as the tests run the sources', () => {
    const bin = readFileSync('bin/bitacora.js', 'utf8');
    const entry = readFileSync('test/cli/entry.ts', 'utf8');
    const built = bin.replace('#!/usr/bin/env node\n', '').replace('../dist/', '../../');
    expect(built).toBe(entry);
  });

  it('ends as it would have when nobody reads what it prints any more', async () => {
    const { process: child, ended } = await start(['--help'], {});
    child.stdout?.destroy();
    expect(await ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('tells its version, its commands and its settings', async () => {
    const [version, help] = await Promise.all([run(['--version']), run(['--help'])]);
    const { version: expected } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      version: string;
    };
    expect(version).toEqual({ code: 0, stdout: `${expected}\n`, stderr: '' });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['serve', 'import', 'HOST', 'PORT', 'DATA_DIR', 'MONGODB_URI', 'EXAMPLE']) {
      expect(help.stdout).toContain(word);
    }
    expect(help.stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some rows');
  });

  it('tells of each command what it takes', async () => {
    const [serve, imports] = await Promise.all([run(['serve', '--help']), run(['help', 'import'])]);
    expect([serve.code, imports.code]).toEqual([0, 0]);
    expect(serve.stdout).toMatch(/Ctrl-C[^]*PORT \(4000[^]*\/readyz/);
    const told: readonly string[] = serve.stdout.match(/\b[A-Z][A-Z_]{2,}\b/g) ?? [];
    expect(settingNames.filter((name) => !told.includes(name))).toEqual([]);
    expect(serve.stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    for (const option of [
      '--entity <id>',
      '--entity-name',
      '--plan',
      '--reason',
      '--dry-run',
      '--json',
    ]) {
      expect(imports.stdout).toContain(option);
    }
  });
});

describe('a wrong call ends with exit code 2 and says what is missing', () => {
  it.each([
    [[], /Usage: bitacora/],
    [['imprt'], /unknown command 'imprt'[^]*Did you mean import/],
    [['import', example], /required option '--entity <id>'/],
    [['import', '--entity', 'rmbc'], /missing required argument 'file'/],
    [['serve', 'now'], /too many arguments/],
    [['import', example, '--entity', 'rmbc', '--dryrun'], /unknown option '--dryrun'[^]*--dry-run/],
  ])('%j', async (args, stderr) => {
    const { code, ...said } = await runHere(args);
    expect(said).toEqual({ stdout: '', stderr: expect.stringMatching(stderr) });
    expect(code).toBe(2);
  });

  it('in a process of its own too', async () => {
    const { code, stderr } = await run(['import']);
    expect(stderr).toMatch(/required option '--entity <id>'/);
    expect(code).toBe(2);
  });
});

describe('settings that can’t be used', () => {
  const password = 'h4nter2';

  it('are all told at once, with what was expected and what came', async () => {
    const { code, stdout, stderr } = await run(['serve'], {
      HOST: '0.0.0.0',
      PORT: '70000',
      MONGODB_URI: `postgres://root:${password}@localhost/db`,
      EXAMPLE: 'perhaps',
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^SETTINGS_INVALID: /);
    expect(stderr).toMatch(/^ {2}HOST: expected a loopback address.*, got "0\.0\.0\.0"$/m);
    expect(stderr).toMatch(/^ {2}PORT: expected a port number from 0 to 65535, got "70000"$/m);
    expect(stderr).toMatch(/^ {2}MONGODB_URI: expected a URI that begins with mongodb:\/\//m);
    expect(stderr).toMatch(/^ {2}EXAMPLE: expected on or off, got "perhaps"$/m);
    expect(stderr).not.toContain(password);
  });

  it('are told of an import too, before it reads anything', async () => {
    const { code, stderr } = await run(['import', 'nothing.tsv', '--entity', 'x'], {
      PORT: 'http',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/PORT: expected a port number from 0 to 65535, got "http"/);
  });

  it('say which mongod was looked for', async () => {
    const settings = { DATA_DIR: folder, MONGOD_BINARY: join(folder, 'no-mongod') };
    const { code, stderr } = await run(['serve'], settings);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^MONGOD_UNAVAILABLE: MONGOD_BINARY .*no-mongod/m);
  });

  it('never show the password of a MONGODB_URI', async () => {
    const uris = [
      `mongodb://root:${password}@127.0.0.1:1/bitacora`,
      `mongodb://root:${password}%@127.0.0.1:1/bitacora`,
      `mongodb://root:${password}@127.0.0.1:99999/bitacora`,
    ];
    const calls = uris.map((uri) => run(['serve'], { MONGODB_URI: uri, DATA_DIR: folder }));
    for (const { code, stdout, stderr } of await Promise.all(calls)) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/^DATABASE_UNREACHABLE: /m);
      expect(`${stdout}${stderr}`).not.toContain(password);
    }
  });
});

describe('bitacora import', () => {
  it.each([
    [['nothing.tsv', '--entity', 'rmbc'], /PLAN_FILE_UNREADABLE: nothing\.tsv: .*Check the path/],
    [
      ['package.json', '--entity', 'rmbc'],
      /PLAN_FILE_UNREADABLE: package\.json: expected a header/,
    ],
  ])('%j ends with exit code 1 and no database is started for it', async (args, stderr) => {
    const data = join(folder, 'untouched');
    const ended = await run(['import', ...args], { DATA_DIR: data });
    expect(ended).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(stderr) });
    await expect(readdir(data)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('works on a MongoDB that is named, in the database that is named', async () => {
    const uri = new URL(await sharedMongod());
    uri.pathname = '/t_calls';
    const settings = { MONGODB_URI: uri.href, DATA_DIR: join(folder, 'unused') };
    const call = (...more: string[]) =>
      run(['import', example, '--entity', 'otra', ...more], settings);

    const unknown = await call();
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toMatch(/NOT_FOUND: The entity "otra" is not on record.*--entity-name/);
    const dry = await call('--entity-name', 'Otra', '--dry-run', '--json');
    const planned = { plans: 1, offices: 5, aliases: 1, actions: 9, reports: 8, rejected: 0 };
    expect(dry.code).toBe(0);
    expect(JSON.parse(dry.stdout)).toMatchObject({ planned, rejected: [], blanked: [] });
    const first = await call('--entity-name', 'Otra', '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ recorded: planned, rejected: [] });
    const second = await call();
    expect(second).toMatchObject({
      code: 0,
      stdout: 'Nothing to record: all that the file says is on record already.\n',
    });
  });

  it('tells rows that it can’t take by row and column, with exit code 3', async () => {
    const uri = new URL(await sharedMongod());
    uri.pathname = '/t_calls_rows';
    await mkdir(join(folder, 'files'), { recursive: true });
    const path = join(folder, 'files', 'malo.tsv');
    const text = readFileSync(example, 'utf8').replace('1/05/2024', '31/11/2024');
    await writeFile(path, text);
    const { code, stdout } = await run(
      ['import', path, '--entity', 'una', '--entity-name', 'Una'],
      { MONGODB_URI: uri.href, DATA_DIR: folder },
    );
    expect(code).toBe(3);
    expect(stdout).toContain('8 actions');
    expect(stdout).toMatch(/row 10, column G: expected a date .*, got "31\/11\/2024"/);
  });
});
