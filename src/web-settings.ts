import { resolve } from 'node:path';
import { z } from 'zod';

export const count = (what: string, least = 1) => {
  const expected = `expected a number of ${what}, at least ${least}`;
  return z.coerce.number(expected).int(expected).min(least, expected);
};
export const onOff = (preset: 'on' | 'off') =>
  z.enum(['on', 'off'], 'expected on or off').default(preset);
/** Items between commas or blanks. */
const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((item) => item !== ''));
const origins = list.refine(
  (items) =>
    items.every((item) => item === '*' || (URL.canParse(item) && new URL(item).origin === item)),
  'expected origins such as https://tablero.example.org, with commas between, or *',
);
const proxies = list.refine(
  (items) => items.every((item) => /^[\da-f.:]+(\/\d{1,3})?$/i.test(item)),
  'expected addresses or networks such as 10.0.0.0/8, with commas between',
);

/** The environment variables that say how the web is served, and with which limits. */
export const webVariables = {
  MAX_TOKENS: count('tokens').default(2_000),
  MAX_DEPTH: count('levels').default(16),
  MAX_ALIASES: count('aliases', 0).default(50),
  MAX_ROOT_FIELDS: count('fields').default(20),
  MAX_WIDTH: count('fields').default(250),
  MAX_SELECTIONS: count('selections').default(1_000),
  MAX_FRAGMENTS: count('fragments', 0).default(200),
  MAX_DIRECTIVES: count('directives', 0).default(50),
  MAX_COST: count('values').default(50_000),
  BODY_MAX_BYTES: count('bytes').default(1_048_576),
  REQUEST_TIMEOUT_SECONDS: count('seconds').default(15),
  RATE_PER_ACTOR: count('operations a minute', 0).default(6_000),
  RATE_PER_ADDRESS: count('operations a minute', 0).default(12_000),
  INTROSPECTION: onOff('on'),
  FIELD_SUGGESTIONS: onOff('on'),
  STACK_TRACES: onOff('off'),
  TRUSTED_DOCUMENTS: z.string().min(1, 'expected a file').optional(),
  TRUSTED_ONLY: onOff('off'),
  CORS_ORIGINS: origins,
  TRUST_PROXY: proxies,
  IDE: onOff('on'),
};

const shape = z.object(webVariables);

/** What a request may ask for at most. Each is refused with an error code of its own. */
export interface Limits {
  /** Of the document: names, numbers, texts and signs. */
  readonly tokens: number;
  /** Fields below each other, fragments followed. */
  readonly depth: number;
  readonly aliases: number;
  /** Of one operation, fragments followed. */
  readonly rootFields: number;
  /** Fields of one selection set, fragments followed. */
  readonly width: number;
  /** Fields and fragments of one operation when every fragment is written out. */
  readonly selections: number;
  /** Fragments of one operation when every fragment is written out. */
  readonly fragments: number;
  /** Of the document. */
  readonly directives: number;
  /** Values that an answer may hold, all lists being as long as they can. */
  readonly cost: number;
  readonly bodyBytes: number;
  /** How long the answer may take. */
  readonly requestMs: number;
  /** Operations a minute of somebody who is known; 0: no limit. */
  readonly perActor: number;
  /** Operations a minute from one address; 0: no limit. */
  readonly perAddress: number;
}

/** How the web is served. Nothing of it depends on NODE_ENV. */
export interface WebSettings {
  readonly limits: Limits;
  readonly introspection: boolean;
  /** Whether an error about an unknown name says which names are alike. */
  readonly fieldSuggestions: boolean;
  readonly stackTraces: boolean;
  /** The manifest of trusted documents; absolute. */
  readonly trustedDocuments?: string;
  /** Whether no other documents are answered. */
  readonly trustedOnly: boolean;
  /** The origins whose pages may ask; `*`: all. */
  readonly corsOrigins: readonly string[];
  /** The proxies in front, whose word for a caller's address is taken. */
  readonly trustProxy: readonly string[];
  readonly ide: boolean;
}

export function webSettingsOf(values: z.infer<typeof shape>): WebSettings {
  return {
    limits: {
      tokens: values.MAX_TOKENS,
      depth: values.MAX_DEPTH,
      aliases: values.MAX_ALIASES,
      rootFields: values.MAX_ROOT_FIELDS,
      width: values.MAX_WIDTH,
      selections: values.MAX_SELECTIONS,
      fragments: values.MAX_FRAGMENTS,
      directives: values.MAX_DIRECTIVES,
      cost: values.MAX_COST,
      bodyBytes: values.BODY_MAX_BYTES,
      requestMs: values.REQUEST_TIMEOUT_SECONDS * 1_000,
      perActor: values.RATE_PER_ACTOR,
      perAddress: values.RATE_PER_ADDRESS,
    },
    introspection: values.INTROSPECTION === 'on',
    fieldSuggestions: values.FIELD_SUGGESTIONS === 'on',
    stackTraces: values.STACK_TRACES === 'on',
    ...(values.TRUSTED_DOCUMENTS === undefined
      ? {}
      : { trustedDocuments: resolve(values.TRUSTED_DOCUMENTS) }),
    trustedOnly: values.TRUSTED_ONLY === 'on',
    corsOrigins: values.CORS_ORIGINS,
    trustProxy: values.TRUST_PROXY,
    ide: values.IDE === 'on',
  };
}

/** Where nothing is set. */
export const defaultWebSettings: WebSettings = webSettingsOf(shape.parse({}));
