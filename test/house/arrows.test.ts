import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Each room: where a planted file stands, a file that is there to be imported, and what it may. */
interface Room {
  readonly planted: string;
  readonly target: string;
  readonly may: readonly string[];
}

const log = ['events', 'domain', 'store', 'projections', 'commands'];
const rooms: Readonly<Record<string, Room>> = {
  events: { planted: 'events/planted.ts', target: 'events/index', may: [] },
  schema: { planted: 'schema/planted.ts', target: 'schema/context', may: [] },
  domain: { planted: 'src/domain/planted.ts', target: 'src/domain/quarter', may: ['events'] },
  store: { planted: 'src/store/planted.ts', target: 'src/store/read', may: ['events'] },
  projections: {
    planted: 'src/projections/planted.ts',
    target: 'src/projections/fold',
    may: ['events', 'domain', 'store'],
  },
  commands: {
    planted: 'src/commands/planted.ts',
    target: 'src/commands/loop',
    may: ['events', 'domain', 'store', 'projections'],
  },
  audit: {
    planted: 'src/audit/planted.ts',
    target: 'src/audit/verify-database',
    may: ['events', 'domain', 'store', 'projections'],
  },
  importer: {
    planted: 'src/importer/planted.ts',
    target: 'src/importer/import-file',
    may: log,
  },
  mongod: { planted: 'src/mongod/planted.ts', target: 'src/mongod/embedded', may: [] },
  server: {
    planted: 'src/server/context/planted.ts',
    target: 'src/server/http',
    may: [...log, 'schema', 'importer', 'web-settings'],
  },
  'web-settings': { planted: 'src/web-settings.ts', target: 'src/web-settings', may: [] },
  settings: { planted: 'src/settings.ts', target: 'src/settings', may: ['web-settings'] },
  main: {
    planted: 'src/main.ts',
    target: 'src/main',
    may: [...log, 'audit', 'schema', 'importer', 'mongod', 'server', 'settings', 'web-settings'],
  },
  cli: {
    planted: 'src/cli/planted.ts',
    target: 'src/cli/serve',
    may: [
      ...log,
      'audit',
      'schema',
      'importer',
      'mongod',
      'server',
      'settings',
      'web-settings',
      'main',
    ],
  },
  test: { planted: 'test/domain/planted.ts', target: 'test/support/given', may: [] },
};

const arrows = Object.entries(rooms)
  .filter(([from]) => from !== 'test')
  .flatMap(([from, { planted, may }]) =>
    Object.entries(rooms)
      .filter(([to]) => to !== from)
      .map(([to, { target }]) => ({ from, to, planted, target, allowed: may.includes(to) })),
  );

const allowed = arrows.filter((arrow) => arrow.allowed);
const forbidden = arrows.filter((arrow) => !arrow.allowed);

/** The one arrow that holds for types and is refused for values. */
const byTypesOnly = (from: string, to: string) => from === 'schema' && to === 'events';

/** The way from a planted file to a file of ours, as an import writes it. */
const wayTo = (planted: string, target: string) =>
  `${'../'.repeat(planted.split('/').length - 1)}${target}.js`;

let untyped: ESLint;
let typed: ESLint;
beforeAll(() => {
  // Arrows need no types: without them, planted files need not exist, and each takes a moment.
  untyped = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
  typed = new ESLint({ cwd: root });
});

const rulesOf = async (eslint: ESLint, filePath: string, code: string) => {
  const [result] = await eslint.lintText(code, { filePath });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
};
/** The rules that a text breaks, where types don't matter. */
const lint = (filePath: string, code: string) => rulesOf(untyped, filePath, code);
/** With types; the text stands in for that of an existing file. */
const lintTyped = (filePath: string, code: string) => rulesOf(typed, filePath, code);

describe('the arrows of the house', () => {
  it.each(allowed)('let $from import $to', async ({ planted, target }) => {
    const way = wayTo(planted, target);
    expect(await lint(planted, `import '${way}';\n`)).toEqual([]);
    expect(await lint(planted, `import type { A } from '${way}';\nexport type B = A;\n`)).toEqual(
      [],
    );
  });

  it.each(forbidden)('refuse that $from imports $to', async ({ from, to, planted, target }) => {
    const way = wayTo(planted, target);
    const atRunTime = [
      `import '${way}';\n`,
      `import { a } from '${way}';\nexport const b: unknown = a;\n`,
      `export const a = import('${way}');\n`,
    ];
    const rule = byTypesOnly(from, to)
      ? /no-restricted-(imports|syntax)$/
      : /^import-x\/no-restricted-paths$/;
    for (const code of atRunTime) {
      expect(await lint(planted, code)).toContainEqual(expect.stringMatching(rule));
    }
    const types = await lint(planted, `import type { A } from '${way}';\nexport type B = A;\n`);
    expect(types).toEqual(byTypesOnly(from, to) ? [] : ['import-x/no-restricted-paths']);
  });

  it('let every room import from itself', async () => {
    for (const { planted, target } of Object.values(rooms)) {
      if (planted === `${target}.ts`) continue;
      expect(await lint(planted, `import '${wayTo(planted, target)}';\n`)).toEqual([]);
    }
  });

  it('let every room import packages', async () => {
    for (const { planted } of Object.values(rooms)) {
      expect(await lint(planted, `import 'node:fs';\nimport 'mongodb';\n`)).toEqual([]);
    }
  });

  it('know every room that there is', () => {
    const known = Object.values(rooms).map(({ planted }) => planted);
    const there = readdirSync(`${root}src`).map((name) => `src/${name}`);
    expect(there.filter((at) => !known.some((planted) => planted.startsWith(at)))).toEqual([]);
  });
});

describe('the lint of the house', () => {
  const file = 'src/domain/planted.ts';

  it.each([
    ['an any', '@typescript-eslint/no-explicit-any', 'export const a: any = 1;\n'],
    ['a file of 201 lines', 'max-lines', `export const a = 1;\n${'\n'.repeat(200)}`],
    [
      'a function of 61 lines',
      'max-lines-per-function',
      `export function a() {\n${'  //\n'.repeat(59)}}\n`,
    ],
    [
      'six parameters',
      '@typescript-eslint/max-params',
      'export const a = (...of: readonly [number]) => of;\nexport function b(c: 1, d: 1, e: 1, f: 1, g: 1, h: 1) {\n  return [c, d, e, f, g, h];\n}\n',
    ],
    [
      'a type imported as a value',
      '@typescript-eslint/consistent-type-imports',
      "import { Quarter } from './quarter.js';\nexport const a = (b: Quarter) => b;\n",
    ],
    ['a default export', 'import-x/no-default-export', 'export default 1;\n'],
    ['a barrel', 'no-restricted-syntax', "export * from './quarter.js';\n"],
    ['a barrel by names', 'no-restricted-syntax', "export { quarterOf } from './quarter.js';\n"],
    ['a TODO', 'no-warning-comments', '// TODO: later\nexport const a = 1;\n'],
    [
      'a suppressed type error',
      '@typescript-eslint/ban-ts-comment',
      '// @ts-ignore\nexport const a = 1;\n',
    ],
  ])('refuses %s', async (_, rule, code) => {
    expect(await lint(file, code)).toContain(rule);
  });

  it('accepts a file of 200 lines, and a longer one among the tests', async () => {
    expect(await lint(file, `export const a = 1;\n${'\n'.repeat(199)}`)).toEqual([]);
    expect(
      await lint('test/domain/planted.ts', `export const a = 1;\n${'\n'.repeat(300)}`),
    ).toEqual([]);
  });

  it.each([
    'src/domain/utils.ts',
    'src/store/date-utils.ts',
    'src/domain/helpers.ts',
    'src/store/index.ts',
  ])('refuses a file named %s', async (name) => {
    expect(await lint(name, 'export const a = 1;\n')).toEqual(['no-restricted-syntax']);
  });

  it.each(['it.skip', 'it.only', 'describe.skip', 'it.only.each([1])', 'xit', 'it.todo'])(
    'refuses %s in a test',
    async (call) => {
      const code = `${call}('a', () => undefined);\n`;
      expect(await lint('test/domain/planted.test.ts', code)).toEqual(['no-restricted-syntax']);
    },
  );

  it('lets no comment turn a rule off', async () => {
    const code = '/* eslint-disable */\nexport default 1; // eslint-disable-line\n';
    const rules = await lint(file, code);
    expect(rules).toEqual(
      expect.arrayContaining(['no-warning-comments', 'import-x/no-default-export']),
    );
  });
});

describe('the lint that knows the types', () => {
  const file = 'src/domain/quarter.ts';
  const union =
    "type Kind = 'a' | 'b';\nexport function of(kind: Kind): number {\n  switch (kind) {\n";

  it('refuses a switch that leaves a case out', async () => {
    const code = `${union}    case 'a':\n      return 1;\n  }\n  return 0;\n}\n`;
    expect(await lintTyped(file, code)).toEqual(['@typescript-eslint/switch-exhaustiveness-check']);
  });

  it('refuses a default that would hide the case which is added next', async () => {
    const code = `${union}    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n    default:\n      return 0;\n  }\n}\n`;
    expect(await lintTyped(file, code)).toContain('@typescript-eslint/switch-exhaustiveness-check');
  });

  it('accepts a switch that names every case', async () => {
    const code = `${union}    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n  }\n}\n`;
    expect(await lintTyped(file, code)).toEqual([]);
  });

  it('refuses a promise that nobody waits for', async () => {
    const code = 'export function start(work: () => Promise<void>): void {\n  work();\n}\n';
    expect(await lintTyped(file, code)).toEqual(['@typescript-eslint/no-floating-promises']);
  });
});
