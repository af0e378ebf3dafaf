import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../src/settings.js';
import { defaultWebSettings } from '../src/web-settings.js';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What is said of settings that can't be used. */
const refusal = (env: NodeJS.ProcessEnv): string => {
  try {
    readSettings(env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('the settings were accepted');
};

describe('the settings', () => {
  it('have a default each', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      dataDir: resolve('.data'),
      operatorTokenFile: resolve('.data/operator.token'),
      openToNetwork: false,
      evidenceMaxBytes: 20 * 1024 * 1024,
      example: true,
      checkpointEveryEvents: 1_000,
      checkpointEveryMinutes: 10,
      web: defaultWebSettings,
    });
  });

  it('have their default where they are left empty', () => {
    const names = [
      'HOST',
      'PORT',
      'DATA_DIR',
      'MONGODB_URI',
      'MONGOD_BINARY',
      'EXAMPLE',
      'EVIDENCE_MAX_BYTES',
    ];
    const empty = Object.fromEntries([...names, 'TRUST_NETWORK'].map((name) => [name, '']));
    expect(readSettings(empty)).toEqual(readSettings({}));
  });

  it('take the URI of the database from a file, unless it is given itself', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'bitacora-settings-')), 'uri');
    writeFileSync(file, 'mongodb://a:secret@db/?replicaSet=rs0\n');
    const fromFile = readSettings({ MONGODB_URI_FILE: file });
    expect(fromFile.mongodbUri).toBe('mongodb://a:secret@db/?replicaSet=rs0');
    const own = 'mongodb://b@db/?replicaSet=rs0';
    expect(readSettings({ MONGODB_URI_FILE: file, MONGODB_URI: own }).mongodbUri).toBe(own);
    const missing = refusal({ MONGODB_URI_FILE: `${file}s`, PORT: '99999' });
    expect(missing).toMatch(/MONGODB_URI_FILE: expected a file that can be read .*, got ".*uris"/);
    expect(missing).toContain('PORT: ');
    writeFileSync(file, 'secret');
    const wrong = refusal({ MONGODB_URI_FILE: file });
    expect(wrong).toContain('MONGODB_URI_FILE: expected a file that can be read and holds');
    expect(wrong).not.toContain('secret');
    rmSync(dirname(file), { recursive: true });
  });

  it('are taken from the environment', () => {
    const env = {
      HOST: '::1',
      PORT: '0',
      DATA_DIR: '/data',
      MONGODB_URI: 'mongodb://db:27017/?replicaSet=rs0',
      MONGOD_BINARY: '/opt/mongod',
      EXAMPLE: 'off',
      EVIDENCE_MAX_BYTES: '1000000',
      OPERATOR_TOKEN_FILE: '/keys/operator.token',
      SIGNING_KEY_FILE: '/keys/signing.key',
      SIGNING_KEY: 'PRIVATE+KEY+…',
      CHECKPOINT_EVERY_EVENTS: '50',
      CHECKPOINT_EVERY_MINUTES: '60',
      MAX_TOKENS: '1',
      MAX_DEPTH: '2',
      MAX_ALIASES: '0',
      MAX_ROOT_FIELDS: '3',
      MAX_WIDTH: '4',
      MAX_SELECTIONS: '5',
      MAX_FRAGMENTS: '6',
      MAX_DIRECTIVES: '7',
      MAX_COST: '8',
      BODY_MAX_BYTES: '9',
      REQUEST_TIMEOUT_SECONDS: '10',
      RATE_PER_ACTOR: '0',
      RATE_PER_ADDRESS: '11',
      INTROSPECTION: 'off',
      FIELD_SUGGESTIONS: 'off',
      STACK_TRACES: 'on',
      TRUSTED_DOCUMENTS: '/web/manifest.json',
      TRUSTED_ONLY: 'on',
      CORS_ORIGINS: 'https://a.example.org, https://b.example.org',
      TRUST_PROXY: '10.0.0.0/8',
      IDE: 'off',
    };
    expect(readSettings(env)).toEqual({
      host: '::1',
      port: 0,
      dataDir: '/data',
      mongodbUri: env.MONGODB_URI,
      mongodBinary: env.MONGOD_BINARY,
      openToNetwork: false,
      evidenceMaxBytes: 1_000_000,
      example: false,
      operatorTokenFile: '/keys/operator.token',
      signingKeyFile: '/keys/signing.key',
      signingKey: env.SIGNING_KEY,
      checkpointEveryEvents: 50,
      checkpointEveryMinutes: 60,
      web: {
        limits: {
          tokens: 1,
          depth: 2,
          aliases: 0,
          rootFields: 3,
          width: 4,
          selections: 5,
          fragments: 6,
          directives: 7,
          cost: 8,
          bodyBytes: 9,
          requestMs: 10_000,
          perActor: 0,
          perAddress: 11,
        },
        introspection: false,
        fieldSuggestions: false,
        stackTraces: true,
        trustedDocuments: '/web/manifest.json',
        trustedOnly: true,
        corsOrigins: ['https://a.example.org', 'https://b.example.org'],
        trustProxy: ['10.0.0.0/8'],
        ide: false,
      },
    });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['CHECKPOINT_EVERY_EVENTS', '0'],
    ['CHECKPOINT_EVERY_MINUTES', '0.5'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['EVIDENCE_MAX_BYTES', '20 MB'],
    ['EVIDENCE_MAX_BYTES', '0'],
    ['EVIDENCE_MAX_BYTES', '1073741825'],
    ['OIDC_ISSUER', 'http://id.example.org'],
    ['OIDC_ISSUER', 'id.example.org'],
    ['OIDC_ALGORITHMS', 'HS256'],
    ['OIDC_ALGORITHMS', 'RS256,none'],
    ['OIDC_ALGORITHMS', 'RS256,'],
    ['OIDC_CLOCK_SKEW_SECONDS', '301'],
    ['EXAMPLE', 'no'],
    ['TRUST_NETWORK', 'yes'],
    ['MAX_DEPTH', '0'],
    ['MAX_COST', 'much'],
    ['RATE_PER_ACTOR', '-1'],
    ['INTROSPECTION', 'production'],
    ['CORS_ORIGINS', 'tablero.example.org'],
    ['TRUST_PROXY', 'all'],
  ])('are refused by name and value: %s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(
      new RegExp(`  ${name}: expected .*, got "${value}"`),
    );
  });

  it('are refused without telling the URI, which may carry a password', () => {
    const said = refusal({ MONGODB_URI: 'mysql://me:secret@db' });
    expect(said).toContain('MONGODB_URI: expected a URI that begins with mongodb://');
    expect(said).not.toContain('secret');
  });

  it('are refused all together', () => {
    const said = refusal({ HOST: '0.0.0.0', PORT: 'http', EXAMPLE: 'no' });
    expect(said.match(/^ {2}[A-Z_]+/gm)?.toSorted()).toEqual(['  EXAMPLE', '  HOST', '  PORT']);
  });
});

describe('an identity provider', () => {
  const OIDC_ISSUER = 'https://id.example.org/realms/city';

  it('is set by its issuer and the audience of its tokens, together', () => {
    const OIDC_AUDIENCE = 'bitacora';
    const OIDC_ALGORITHMS = 'ES256,EdDSA';
    expect(readSettings({ OIDC_ISSUER, OIDC_AUDIENCE, OIDC_ALGORITHMS }).oidc).toEqual({
      issuer: OIDC_ISSUER,
      audience: OIDC_AUDIENCE,
      rolesClaim: 'bitacora_roles',
      algorithms: ['ES256', 'EdDSA'],
      clockSkewSeconds: 30,
    });
    for (const half of [{ OIDC_ISSUER }, { OIDC_AUDIENCE }]) {
      expect(refusal(half)).toContain('expected OIDC_ISSUER and OIDC_AUDIENCE together');
    }
  });

  it('lets the server listen beyond the loopback, without a warning', () => {
    const settings = readSettings({ HOST: '0.0.0.0', OIDC_ISSUER, OIDC_AUDIENCE: 'bitacora' });
    expect(settings).toMatchObject({ host: '0.0.0.0', openToNetwork: false });
  });

  it('may be on the loopback without TLS', () => {
    const issuer = 'http://127.0.0.1:8080';
    const { oidc } = readSettings({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'bitacora' });
    expect(oidc?.issuer).toBe(issuer);
  });
});

describe('listening', () => {
  const beyond = [
    '0.0.0.0',
    '::',
    '192.168.1.5',
    'example.org',
    '128.0.0.1',
    '127.0.0.1.example.org',
  ];

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('on %s needs no trust', (HOST) => {
    expect(readSettings({ HOST })).toMatchObject({ host: HOST, openToNetwork: false });
  });

  it.each(beyond)('on %s is refused, with what would allow it', (HOST) => {
    for (const TRUST_NETWORK of ['', 'off']) {
      const said = refusal({ HOST, TRUST_NETWORK });
      expect(said).toContain('HOST: expected a loopback address');
      expect(said).toContain('TRUST_NETWORK=on');
      expect(said).toContain(`got "${HOST}"`);
    }
  });

  it.each(beyond)('on %s is allowed by TRUST_NETWORK=on', (HOST) => {
    const settings = readSettings({ HOST, TRUST_NETWORK: 'on' });
    expect(settings).toMatchObject({ host: HOST, openToNetwork: true });
  });
});

describe('bitacora serve', () => {
  /** Runs until the settings are read and no mongod is found: nothing is left behind. */
  const serve = (settings: NodeJS.ProcessEnv) =>
    spawnSync(
      process.execPath,
      [
        ...['--import', './test/support/ts-register.mjs', '--input-type=module', '--eval'],
        "import { runBitacora } from './src/cli/bitacora.ts'; process.exitCode = await runBitacora(['serve']);",
      ],
      {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], MONGOD_BINARY: '/nowhere/mongod', ...settings },
      },
    );

  it('does not start where it would listen beyond the loopback', () => {
    const { status, stderr } = serve({ HOST: '0.0.0.0' });
    expect(stderr).toContain('SETTINGS_INVALID');
    expect(stderr).not.toContain('MONGOD_UNAVAILABLE');
    expect(status).toBe(1);
  });

  it('warns each time that it listens there by TRUST_NETWORK=on', () => {
    const { stderr } = serve({ HOST: '0.0.0.0', TRUST_NETWORK: 'on' });
    expect(stderr).toContain('WARNING: TRUST_NETWORK=on and HOST=0.0.0.0: everybody who reaches');
    expect(stderr).toContain('MONGOD_UNAVAILABLE');
  });

  it('does not warn on the loopback', () => {
    const { stderr } = serve({ TRUST_NETWORK: 'on' });
    expect(stderr).not.toContain('WARNING');
    expect(stderr).toContain('MONGOD_UNAVAILABLE');
  });
});
