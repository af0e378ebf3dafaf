import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { WebSettings } from './web-settings.js';
import { webSettingsOf, webVariables } from './web-settings.js';

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

const count = (what: string) =>
  z.coerce.number(`expected ${what}`).int(`expected ${what}`).min(1, `expected ${what}`);

const variables = z.object({
  ...webVariables,
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce
    .number('expected a port number from 0 to 65535')
    .int('expected a port number from 0 to 65535')
    .min(0, 'expected a port number from 0 to 65535')
    .max(65_535, 'expected a port number from 0 to 65535')
    .default(4000),
  DATA_DIR: z.string().min(1, 'expected a folder').default('.data'),
  MONGODB_URI: z
    .string()
    .regex(
      /^mongodb(\+srv)?:\/\/.+/,
      'expected a URI that begins with mongodb:// or mongodb+srv://',
    )
    .optional(),
  MONGOD_BINARY: z.string().min(1, 'expected the path of a mongod program').optional(),
  EVIDENCE_MAX_BYTES: z.coerce
    .number('expected a number of bytes')
    .int('expected a whole number of bytes')
    .min(1, 'expected at least 1 byte')
    .max(1_073_741_824, 'expected at most 1073741824 bytes (1 GiB)')
    .default(20_971_520),
  EXAMPLE: z.enum(['on', 'off'], 'expected on or off').default('on'),
  TRUST_NETWORK: z.enum(['on', 'off'], 'expected on or off').default('off'),
  OPERATOR_TOKEN_FILE: z.string().min(1, 'expected a file').optional(),
  SIGNING_KEY_FILE: z.string().min(1, 'expected a file made by "bitacora keygen"').optional(),
  SIGNING_KEY: z.string().min(1, 'expected what "bitacora keygen" wrote').optional(),
  CHECKPOINT_EVERY_EVENTS: count('a number of events, at least 1').default(1_000),
  CHECKPOINT_EVERY_MINUTES: count('a number of minutes, at least 1').default(10),
});
const network = variables.pick({ HOST: true, TRUST_NETWORK: true });

const environment = variables.refine(
  ({ HOST, TRUST_NETWORK }) => isLoopback(HOST) || TRUST_NETWORK === 'on',
  {
    path: ['HOST'],
    message:
      'expected a loopback address such as 127.0.0.1, because everybody who reaches the server may read; TRUST_NETWORK=on allows another address all the same',
    // Told together with whatever else is wrong.
    when: ({ value }) => network.safeParse(value).success,
  },
);

/** These may hold a password or a private key: what came is never repeated. */
const secrets: readonly string[] = ['MONGODB_URI', 'SIGNING_KEY'];

/** Every environment variable that is a setting. */
export const settingNames: readonly string[] = Object.keys(variables.shape);

export interface Settings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  readonly mongodbUri?: string;
  readonly mongodBinary?: string;
  /** The largest file of evidence; 20 MiB by default. */
  readonly evidenceMaxBytes: number;
  /** HOST is no loopback address: TRUST_NETWORK=on lets everybody read who reaches it. */
  readonly openToNetwork: boolean;
  /** Whether a database without any plan gets the example plan. */
  readonly example: boolean;
  /** Absolute; made at the first start. */
  readonly operatorTokenFile: string;
  /** Absolute. */
  readonly signingKeyFile?: string;
  /** What a key file holds; it counts before `signingKeyFile`. */
  readonly signingKey?: string;
  readonly checkpointEveryEvents: number;
  readonly checkpointEveryMinutes: number;
  readonly web: WebSettings;
}

/** Environment variables that say something else than what they can. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'SETTINGS_INVALID';
}

/** @throws SettingsError with a line for each setting that is wrong: its name, what was expected, what came. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  // An empty variable is how shells and compose files leave a setting out.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      const got = secrets.includes(name) ? '' : `, got "${given[name] ?? ''}"`;
      return `${name}: ${message}${got}`;
    });
    throw new SettingsError(`These settings can't be used:\n  ${lines.join('\n  ')}`);
  }
  const { HOST, PORT, DATA_DIR, MONGODB_URI, MONGOD_BINARY, EXAMPLE } = parsed.data;
  const { SIGNING_KEY_FILE, SIGNING_KEY } = parsed.data;
  const { CHECKPOINT_EVERY_EVENTS, CHECKPOINT_EVERY_MINUTES } = parsed.data;
  return {
    host: HOST,
    port: PORT,
    dataDir: resolve(DATA_DIR),
    ...(MONGODB_URI === undefined ? {} : { mongodbUri: MONGODB_URI }),
    ...(MONGOD_BINARY === undefined ? {} : { mongodBinary: MONGOD_BINARY }),
    evidenceMaxBytes: parsed.data.EVIDENCE_MAX_BYTES,
    openToNetwork: !isLoopback(HOST),
    example: EXAMPLE === 'on',
    operatorTokenFile: resolve(parsed.data.OPERATOR_TOKEN_FILE ?? join(DATA_DIR, 'operator.token')),
    ...(SIGNING_KEY_FILE === undefined ? {} : { signingKeyFile: resolve(SIGNING_KEY_FILE) }),
    ...(SIGNING_KEY === undefined ? {} : { signingKey: SIGNING_KEY }),
    checkpointEveryEvents: CHECKPOINT_EVERY_EVENTS,
    checkpointEveryMinutes: CHECKPOINT_EVERY_MINUTES,
    web: webSettingsOf(parsed.data),
  };
}
