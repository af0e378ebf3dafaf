import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// swc (under jest) and tsc (in production) infer the metadata of decorators each in its own way,
// so what the one builds is no proof of what the other does.

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitacora-schema-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const compilerOptions = {
    outDir: folder,
    rootDir: resolve('.'),
    sourceMap: false,
    incremental: false,
    tsBuildInfoFile: null,
  };
  const project = {
    extends: resolve('tsconfig.build.json'),
    compilerOptions,
    include: [],
    files: [resolve('schema/print.ts')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  run(resolve('node_modules/typescript/bin/tsc'), ['-p', folder]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  execFileSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
    maxBuffer: 2 ** 24,
  });

describe('the schema that tsc builds', () => {
  it('prints as the committed schema.graphql', () => {
    const printed = run(join(folder, 'schema/print.js'));
    expect(printed).toBe(readFileSync('schema/schema.graphql', 'utf8'));
  });

  it.each(['America/Bogota', 'Pacific/Kiritimati', 'UTC'])(
    'leaves dates as they are where the clock is at %s',
    (zone) => {
      const script = join(folder, 'dates.mjs');
      writeFileSync(
        script,
        `import { DateTime, LocalDate } from './schema/scalars.js';
         const date = LocalDate.serialize(LocalDate.parseValue('2024-03-31'));
         const instant = DateTime.serialize(DateTime.parseValue('2024-03-31T23:30:00-05:00'));
         console.log(JSON.stringify([new Date(2024, 0, 1).getTimezoneOffset(), date, instant]));`,
      );
      const offsets: Record<string, number> = { UTC: 0, 'America/Bogota': 300 };
      expect(JSON.parse(run(script, [], { TZ: zone }))).toEqual([
        offsets[zone] ?? -840,
        '2024-03-31',
        '2024-04-01T04:30:00.000Z',
      ]);
    },
  );
});
