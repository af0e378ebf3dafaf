import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const log = ['events', 'domain', 'store', 'projections', 'commands'];
const web = 'web-settings';
const belowMain = [...log, 'audit', 'schema', 'importer', 'mongod', 'server', 'settings', web];

/** Each room of the house: where it is, and which others it may import from besides itself. */
const rooms = {
  events: { at: 'events', from: [] },
  schema: { at: 'schema', from: ['events'] },
  domain: { at: 'src/domain', from: ['events'] },
  store: { at: 'src/store', from: ['events'] },
  projections: { at: 'src/projections', from: ['events', 'domain', 'store'] },
  commands: { at: 'src/commands', from: ['events', 'domain', 'store', 'projections'] },
  audit: { at: 'src/audit', from: ['events', 'domain', 'store', 'projections'] },
  importer: { at: 'src/importer', from: log },
  server: { at: 'src/server', from: [...log, 'schema', 'importer', web] },
  mongod: { at: 'src/mongod', from: [] },
  [web]: { at: 'src/web-settings.ts', from: [] },
  settings: { at: 'src/settings.ts', from: [web] },
  main: { at: 'src/main.ts', from: belowMain },
  cli: { at: 'src/cli', from: [...belowMain, 'main'] },
};

/** What is forbidden, for import-x/no-restricted-paths: every arrow that isn't in the table. */
const zones = Object.entries(rooms).flatMap(([name, { at, from }]) => {
  const others = Object.keys(rooms).filter((other) => other !== name && !from.includes(other));
  const allowed = from.length === 0 ? 'nothing of ours' : `only ${from.join(', ')}`;
  const message = `${name} imports ${allowed}: see "The house" in CONTRIBUTING.md.`;
  return [...others.map((other) => rooms[other].at), 'test', 'bench'].map((forbidden) => ({
    target: `./${at}`,
    from: `./${forbidden}`,
    message,
  }));
});

const forbid = (message, ...selectors) => selectors.map((selector) => ({ selector, message }));

const reExports = forbid(
  'Import from the file that defines it: events/index.ts is the only barrel.',
  'ExportAllDeclaration',
  'ExportNamedDeclaration[source]',
);
const unmarkedImports = forbid(
  'The schema knows the events by their types alone, and those by "import type".',
  'ImportExpression',
);
const vagueNames = forbid(
  'Name the file after what it holds; index.ts and names such as utils say nothing.',
  'Program',
);
const testsLeftOut = forbid(
  'Every test runs, always.',
  'MemberExpression[property.name=/^(skip|only|todo|failing)$/][object.name=/^(it|test|describe)$/]',
  'MemberExpression[property.name=/^(skip|only|todo|failing)$/][object.object.name=/^(it|test|describe)$/]',
  'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
);

export default defineConfig(
  globalIgnores([
    ...['dist/', 'coverage/', 'bench/out/', '**/node_modules/', '.data/'],
    // Generated.
    'test/client/introspection.d.ts',
  ]),
  {
    // There is no comment that turns a rule off: where a rule is wrong, it is mended here.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: { process: 'readonly', URL: 'readonly' } },
    plugins: { 'import-x': importX },
    settings: {
      // So that "./x.js" is found as x.ts.
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/extensions': ['.ts', '.js', '.mjs'],
    },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-warning-comments': [
        'error',
        {
          terms: ['eslint', 'eslint-disable', 'eslint-enable', 'todo', 'fixme', 'xxx'],
          location: 'start',
        },
      ],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'no-restricted-syntax': ['error', ...reExports],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // The classes of the schema are shapes for type-graphql: plain objects are their values.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // Castore's limits. Complexity is 15, not its 8, because ESLint now counts "?." and "??" too,
    // and each optional member that an object is built with; a switch counts once.
    files: ['**/*.ts'],
    ignores: ['test/**'],
    rules: {
      'max-lines': ['error', { max: 200 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'max-depth': ['error', 3],
      '@typescript-eslint/max-params': ['error', { max: 5 }],
      complexity: ['error', { max: 15, variant: 'modified' }],
    },
  },
  {
    files: ['schema/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...reExports, ...unmarkedImports],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^|/)events/',
              allowTypeImports: true,
              message: 'The schema knows the events by their types alone: "import type".',
            },
          ],
        },
      ],
    },
  },
  { files: ['events/index.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Stand-ins for asynchronous functions have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A test takes a handler apart to run its parts one by one.
      '@typescript-eslint/unbound-method': 'off',
      'no-console': 'off',
      'no-restricted-syntax': ['error', ...reExports, ...testsLeftOut],
    },
  },
  {
    files: ['**/index.*', '**/*{util,utils,helper,helpers,common,misc}.*'],
    ignores: ['events/index.ts'],
    rules: { 'no-restricted-syntax': ['error', ...vagueNames] },
  },
  {
    // Programs that want their settings, and jest its setup, as a default export.
    files: ['*.config.js', 'test/support/global-*.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
);
