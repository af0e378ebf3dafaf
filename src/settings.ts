import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { WebSettings } from './web-settings.js';
import { count, onOff, webSettingsOf, webVariables } from './web-settings.js';

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Whoever stands between would else tell the keys. */
const isIssuer = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
};
const algorithms = /^(?:(?:[RPE]S(?:256|384|512)|EdDSA)(?:,(?!$)|$))+$/;
const skew = 'expected a number of seconds from 0 to 300';

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
  MONGODB_URI_FILE: z.string().min(1, 'expected a file that holds a MONGODB_URI').optional(),
  MONGOD_BINARY: z.string().min(1, 'expected the path of a mongod program').optional(),
  EVIDENCE_MAX_BYTES: z.coerce
    .number('expected a number of bytes')
    .int('expected a whole number of bytes')
    .min(1, 'expected at least 1 byte')
    .max(1_073_741_824, 'expected at most 1073741824 bytes (1 GiB)')
    .default(20_971_520),
  EXAMPLE: onOff('on'),
  TRUST_NETWORK: onOff('off'),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'expected an https:// address, or http:// on the loopback')
    .optional(),
  OIDC_AUDIENCE: z.string().min(1, 'expected the audience of the tokens').optional(),
  OIDC_ROLES_CLAIM: z.string().min(1, 'expected the name of a claim').default('bitacora_roles'),
  OIDC_ALGORITHMS: z
    .string()
    .regex(algorithms, 'expected names of asymmetric algorithms, e.g. RS256,ES256')
    .default('RS256,PS256,ES256,EdDSA'),
  OIDC_CLOCK_SKEW_SECONDS: z.coerce.number(skew).int(skew).min(0, skew).max(300, skew).default(30),
  OPERATOR_TOKEN_FILE: z.string().min(1, 'expected a file').optional(),
  SIGNING_KEY_FILE: z.string().min(1, 'expected a file made by "bitacora keygen"').optional(),
  SIGNING_KEY: z.string().min(1, 'expected what "bitacora keygen" wrote').optional(),
  CHECKPOINT_EVERY_EVENTS: count('events').default(1_000),
  CHECKPOINT_EVERY_MINUTES: count('minutes').default(10),
});
const network = variables.pick({ HOST: true, TRUST_NETWORK: true, OIDC_ISSUER: true });
const provider = variables.pick({ OIDC_ISSUER: true, OIDC_AUDIENCE: true });

const environment = variables
  .refine(
    ({ HOST, TRUST_NETWORK, OIDC_ISSUER }) =>
      isLoopback(HOST) || TRUST_NETWORK === 'on' || OIDC_ISSUER !== undefined,
    {
      path: ['HOST'],
      message:
        'expected a loopback address such as 127.0.0.1, because without OIDC_ISSUER everybody who reaches the server may read; TRUST_NETWORK=on allows another address all the same',
      // Told together with whatever else is wrong.
      when: ({ value }) => network.safeParse(value).success,
    },
  )
  .refine(
    ({ OIDC_ISSUER, OIDC_AUDIENCE }) =>
      (OIDC_ISSUER === undefined) === (OIDC_AUDIENCE === undefined),
    {
      path: ['OIDC_AUDIENCE'],
      message: 'expected OIDC_ISSUER and OIDC_AUDIENCE together, or neither',
      when: ({ value }) => provider.safeParse(value).success,
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
  /** The identity provider; without it, everybody reads and a token's bearer writes. */
  readonly oidc?: {
    readonly issuer: string;
    readonly audience: string;
    readonly rolesClaim: string;
    readonly algorithms: readonly string[];
    readonly clockSkewSeconds: number;
  };
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
  const parsed = environment.safeParse(withUriOfFile(given));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      if (name === 'MONGODB_URI' && given[name] === undefined) {
        return `MONGODB_URI_FILE: expected a file that can be read and holds a MONGODB_URI (${message}), got "${given['MONGODB_URI_FILE'] ?? ''}"`;
      }
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
    openToNetwork: !isLoopback(HOST) && parsed.data.OIDC_ISSUER === undefined,
    ...oidcOf(parsed.data),
    example: EXAMPLE === 'on',
    operatorTokenFile: resolve(parsed.data.OPERATOR_TOKEN_FILE ?? join(DATA_DIR, 'operator.token')),
    ...(SIGNING_KEY_FILE === undefined ? {} : { signingKeyFile: resolve(SIGNING_KEY_FILE) }),
    ...(SIGNING_KEY === undefined ? {} : { signingKey: SIGNING_KEY }),
    checkpointEveryEvents: CHECKPOINT_EVERY_EVENTS,
    checkpointEveryMinutes: CHECKPOINT_EVERY_MINUTES,
    web: webSettingsOf(parsed.data),
  };
}

/** What the file holds stands for MONGODB_URI, which counts before the file. */
function withUriOfFile(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { MONGODB_URI_FILE: file, MONGODB_URI: uri } = given;
  return file === undefined || uri !== undefined ? given : { ...given, MONGODB_URI: textIn(file) };
}

/** Of a file that can't be read nothing, which is no URI. */
function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function oidcOf(data: z.infer<typeof variables>): Pick<Settings, 'oidc'> {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_ROLES_CLAIM: rolesClaim } = data;
  if (issuer === undefined || audience === undefined) return {};
  const algorithms = data.OIDC_ALGORITHMS.split(',');
  const clockSkewSeconds = data.OIDC_CLOCK_SKEW_SECONDS;
  return { oidc: { issuer, audience, rolesClaim, algorithms, clockSkewSeconds } };
}
