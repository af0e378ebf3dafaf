import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentsOf, saltTexts } from '../../src/store/commitments.js';
import { EntryError } from '../../src/store/entry-error.js';
import type { EntryErrorCode } from '../../src/store/entry-error.js';
import { entryText, entryOf, leafHash, MAX_ENTRY_BYTES } from '../../src/store/leaf.js';
import type { LeafInput } from '../../src/store/leaf.js';
import { replaceAt } from '../../src/store/texts.js';

interface Vector {
  readonly event: Omit<LeafInput, 'recordedAt'> & { readonly recordedAt: string };
  readonly texts: readonly string[];
  readonly entry: string;
  readonly leafHash: string;
}

// Frozen: when a test with it fails, the code is wrong, never the file. The event is of no real
// type, so that it can have every kind of value and place at once.
const vector = JSON.parse(
  readFileSync(new URL('leaf-vector.json', import.meta.url), 'utf8'),
) as Vector;
const { texts } = vector;
const event: LeafInput = { ...vector.event, recordedAt: new Date(vector.event.recordedAt) };

const leafOf = (envelope: LeafInput): string =>
  leafHash(entryText(envelope, texts)).toString('hex');

function refusalOf(envelope: LeafInput, declared: readonly string[] = texts): EntryErrorCode {
  try {
    entryText(envelope, declared);
  } catch (error) {
    if (error instanceof EntryError) return error.code;
    throw error;
  }
  throw new Error('expected a refusal, the event was accepted');
}

const changed = (path: string, value: unknown, envelope: LeafInput = event): LeafInput =>
  replaceAt(envelope, { [path]: value }) as LeafInput;

const without = <T extends object>(from: T, ...names: readonly string[]): T =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name))) as T;

/** What a redaction leaves: no text, no salt, the commitment. An item of an array becomes null. */
function redacted(envelope: LeafInput, path: string): LeafInput {
  const commitment = commitmentsOf(envelope, texts)[path];
  if (commitment === undefined) throw new Error(`the event has no text at ${path}`);
  const [last = '', ...way] = path.split('.').reverse();
  const parent = way.reverse().join('.');
  const strip = (members: object): object => without(members, last);
  const bare =
    parent === ''
      ? (strip(envelope) as LeafInput)
      : changed(parent, strip(valueOf(envelope, parent) as object), envelope);
  return {
    ...bare,
    salts: without(envelope.salts ?? {}, path),
    commitments: { ...envelope.commitments, [path]: commitment },
  };
}

const valueOf = (root: unknown, path: string): unknown =>
  path.split('.').reduce((at, step) => (at as Readonly<Record<string, unknown>>)[step], root);

/** The concrete path of every scalar and every empty container. */
function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [path];
  return Object.entries(value).flatMap(([name, member]) =>
    leavesOf(member, path === '' ? name : `${path}.${name}`),
  );
}

function shuffled(value: unknown, order: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, order));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => ({ at: order(), name, member: shuffled(member, order) }))
      .sort((a, b) => a.at - b.at)
      .map(({ name, member }) => [name, member]),
  );
}

describe('the leaf of an event', () => {
  it('is that of the frozen vector', () => {
    expect(entryText(event, texts)).toBe(vector.entry);
    expect(leafOf(event)).toBe(vector.leafHash);
  });

  it('is what anyone can compute by hand from the description of the leaf', () => {
    const of = (path: string, text: string): string => {
      const salt = Buffer.from(event.salts?.[path] ?? '', 'base64');
      const digest = createHash('sha256').update(salt).update(text, 'utf8').digest('hex');
      return `{"sha256":"${digest}"}`;
    };
    const narrative =
      'Se corrigió el avance: «dos» mesas técnicas \u{1f4c8}\nSegunda línea, cafe\u0301.';
    const entry = [
      '{"actor":{"id":"local","role":"IMPORTER"},"causationId":"rmbc:40","commandId":"command_01",',
      '"correlationId":"correlation_01","data":{"afterCutoff":true,"evidence":[',
      `{"title":${of('data.evidence.0.title', 'Acta de la mesa técnica')},`,
      '"url":"https://example.org/acta.pdf"},',
      `{"title":${of('data.evidence.1.title', 'Listado de asistencia')},`,
      '"url":"https://example.org/listado.pdf"}],',
      `"narrative":${of('data.narrative', narrative)},"percent":1250,`,
      `"previous":{"narrative":${of('data.previous.narrative', 'Sin avance.')},`,
      '"percent":0,"quantity":null},"quantity":"0.125","quarter":"2024-Q1"},',
      '"ledger":"rmbc","occurredOn":"2024-06-30","position":41,',
      `"reason":${of('reason', 'Ajuste según el acta del comité')},`,
      '"recordedAt":"2024-07-01T04:59:59.007Z","schemaVersion":1,',
      '"source":{"column":12,"fileName":"plan-de-accion-2024.tsv",',
      `"raw":${of('source.raw', '12,5 %')},"row":7,"sha256":"${'ab'.repeat(32)}","sheet":"1"},`,
      '"stream":"action-action_01","streamVersion":3,',
      '"subject":{"actionId":"action_01","importId":"import_01",',
      '"officeIds":["office_01","office_02"],"planId":"plan_2024","quarter":"2024-Q1"},',
      '"type":"LeafExample"}',
    ].join('');
    const digest = createHash('sha256').update(Buffer.of(0)).update(entry, 'utf8').digest('hex');
    expect(vector.entry).toBe(entry);
    expect(vector.leafHash).toBe(digest);
  });

  it('stays the same for any order of the keys', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer()), (numbers) => {
        const order = (): number => numbers.next().value as number;
        expect(leafOf(shuffled(event, order) as LeafInput)).toBe(vector.leafHash);
      }),
    );
  });

  it('changes with every single field, text and salt', () => {
    const paths = leavesOf(without(event, '_id', 'salts', 'recordedAt'));
    const variants = new Map<string, LeafInput>();
    for (const path of paths) {
      const value = valueOf(event, path);
      const other =
        typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}.` : 7;
      variants.set(path, changed(path, other));
    }
    variants.set('recordedAt', { ...event, recordedAt: new Date(event.recordedAt.getTime() + 1) });
    for (const path of Object.keys(event.salts ?? {})) {
      const salts = { ...event.salts, [path]: 'AAAAAAAAAAAAAAAAAAAAAA==' };
      if (salts[path] !== event.salts?.[path]) variants.set(`salts.${path}`, { ...event, salts });
    }
    expect(variants.size).toBeGreaterThan(35);
    const leaves = [...variants.values()].map(leafOf);
    expect(leaves).not.toContain(vector.leafHash);
    expect(new Set(leaves).size).toBe(leaves.length);
  });

  it('changes when a field is added or an optional one is left out', () => {
    for (const name of ['occurredOn', 'causationId']) {
      expect(leafOf(without(event, name))).not.toBe(vector.leafHash);
    }
    expect(leafOf({ ...event, extra: 1 } as LeafInput)).not.toBe(vector.leafHash);
    expect(leafOf(changed('data.extra', null))).not.toBe(vector.leafHash);
  });

  it('takes no part of the database id, and none of itself', () => {
    const stored = { ...event, _id: Symbol('any'), leafHash: Buffer.alloc(32) };
    expect(leafOf(stored)).toBe(vector.leafHash);
    expect(leafOf(without(event, '_id'))).toBe(vector.leafHash);
  });

  it('leaves the event as it was', () => {
    const before = JSON.stringify(event);
    entryOf(event, texts);
    expect(JSON.stringify(event)).toBe(before);
  });

  it('is refused beyond 65,535 bytes, with both sizes, and not one byte before', () => {
    const size = (extra: string): number =>
      Buffer.byteLength(entryText(changed('data.extra', extra), texts));
    const room = MAX_ENTRY_BYTES - size('');
    expect(size('x'.repeat(room))).toBe(MAX_ENTRY_BYTES);
    expect(() => size('x'.repeat(room + 1))).toThrow(
      expect.objectContaining({
        code: 'ENTRY_TOO_LARGE',
        message: expect.stringMatching(/ at most 65535 bytes, got 65536 bytes$/),
      }),
    );
    const narrative = 'x'.repeat(100_000);
    expect(entryText(changed('data.narrative', narrative), texts).length).toBe(size('') - 11);
  });

  it('is refused without a time of fixed width, and for undefined instead of absent', () => {
    for (const recordedAt of [new Date(NaN), new Date(8.64e15), new Date(-1e14)]) {
      expect(refusalOf({ ...event, recordedAt })).toBe('BAD_RECORDED_AT');
    }
    expect(refusalOf({ ...event, recordedAt: vector.event.recordedAt as unknown as Date })).toBe(
      'BAD_RECORDED_AT',
    );
    expect(refusalOf({ ...event, occurredOn: undefined } as unknown as LeafInput)).toBe(
      'NOT_CANONICAL',
    );
  });
});

describe('free texts in the leaf', () => {
  it('stand there only as commitments', () => {
    const entry = vector.entry;
    for (const word of ['avance', 'Acta', 'Listado', 'comité', '12,5']) {
      expect(entry).not.toContain(word);
    }
  });

  it('get one fresh salt of 16 bytes each, and only those that are present', () => {
    const bare = without(event, 'salts', 'reason');
    const salts = saltTexts(bare, [...texts, 'data.absent', 'data.absent.*.title'], randomBytes);
    expect(Object.keys(salts).sort()).toEqual([
      'data.evidence.0.title',
      'data.evidence.1.title',
      'data.narrative',
      'data.previous.narrative',
      'source.raw',
    ]);
    const bytes = Object.values(salts).map((salt) => Buffer.from(salt, 'base64').length);
    expect(bytes).toEqual([16, 16, 16, 16, 16]);
    expect(new Set(Object.values(salts)).size).toBe(5);
    expect(entryText({ ...bare, salts }, texts).length).toBeGreaterThan(0);
  });

  it('may be any well-formed text: empty, or one that looks like a commitment', () => {
    const forged = '{"sha256":"00"}';
    const leaves = ['', '0'.repeat(64), forged].map((text) => leafOf(changed('reason', text)));
    expect(new Set([...leaves, vector.leafHash]).size).toBe(4);
    expect(refusalOf(changed('reason', { sha256: '0'.repeat(64) }))).toBe('NOT_A_TEXT');
    expect(refusalOf(changed('reason', 'x\ud800'))).toBe('NOT_CANONICAL');
  });

  it('leave alone what is null or a number where a text is declared', () => {
    const declared = ['data.changes.*.before'];
    const data = { changes: [{ before: null }, { before: 5 }, { before: 'a' }, {}] };
    const bare = { ...without(event, 'salts'), data };
    const salts = saltTexts(bare, declared, randomBytes);
    expect(Object.keys(salts)).toEqual(['data.changes.2.before']);
    expect(entryOf({ ...bare, salts }, declared)).toHaveProperty('data', {
      changes: [
        { before: null },
        { before: 5 },
        { before: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
        {},
      ],
    });
  });

  it('are refused when the declared path meets another shape, so that none slips through', () => {
    const bare = without(event, 'salts');
    for (const path of ['data.evidence.title', 'data.narrative.*', 'data.previous', 'type.x']) {
      expect(() => saltTexts(bare, [path], randomBytes)).toThrow(EntryError);
      expect(refusalOf(bare, [path])).toBe('NOT_A_TEXT');
    }
  });

  it('are refused without a salt, with a bad one, and salts are refused without a text', () => {
    const path = 'data.narrative';
    const salted = (salt: unknown): LeafInput =>
      ({ ...event, salts: { ...event.salts, [path]: salt } }) as LeafInput;
    expect(refusalOf({ ...event, salts: without(event.salts ?? {}, path) })).toBe(
      'TEXT_WITHOUT_SALT',
    );
    expect(refusalOf(without(event, 'salts'))).toBe('TEXT_WITHOUT_SALT');
    const bad = ['', 'AAAA', 'AAAAAAAAAAAAAAAAAAAAAAAA', 'AAAAAAAAAAAAAAAAAAAAAB==', 5, null];
    for (const salt of bad) expect(refusalOf(salted(salt))).toBe('BAD_SALT');
    const extra = { ...event.salts, 'data.percent': 'AAAAAAAAAAAAAAAAAAAAAA==' };
    expect(refusalOf({ ...event, salts: extra })).toBe('BAD_SALT');
  });
});

describe('a redaction', () => {
  const paths = Object.keys(event.salts ?? {});

  it('of any text, and of all of them, keeps the entry and the leaf', () => {
    for (const path of paths) expect(leafOf(redacted(event, path))).toBe(vector.leafHash);
    const all = paths.reduce(redacted, event);
    expect(all.salts).toEqual({});
    expect(JSON.stringify(all)).not.toContain('avance');
    expect(entryText(all, texts)).toBe(vector.entry);
  });

  it('of an item of an array leaves null in its place and keeps the leaf', () => {
    const declared = ['data.aliases.*'];
    const bare = { ...without(event, 'salts'), data: { aliases: ['uno', 'dos'] } };
    const whole = { ...bare, salts: saltTexts(bare, declared, randomBytes) };
    const commitments = commitmentsOf(whole, declared);
    const item = 'data.aliases.1';
    const rest: LeafInput = {
      ...whole,
      data: { aliases: ['uno', null] },
      salts: without(whole.salts, item),
      commitments: { [item]: commitments[item] ?? '' },
    };
    expect(entryOf(rest, declared)).toEqual(entryOf(whole, declared));
    const beyond = { ...rest, commitments: { 'data.aliases.2': commitments[item] ?? '' } };
    expect(() => entryOf(beyond, declared)).toThrow(
      expect.objectContaining({ code: 'BAD_COMMITMENT', path: 'data.aliases.2' }),
    );
  });

  it('shows another leaf when its commitment is changed or lost', () => {
    const rest = redacted(event, 'reason');
    const other = { ...rest, commitments: { reason: 'f'.repeat(64) } };
    expect(leafOf(other)).not.toBe(vector.leafHash);
    expect(leafOf(without(rest, 'commitments'))).not.toBe(vector.leafHash);
  });

  it('cannot hide a changed text behind the true commitment', () => {
    const rest = redacted(event, 'reason');
    for (const reason of ['another reason', 5, false]) {
      expect(refusalOf({ ...rest, reason } as unknown as LeafInput)).toBe('TEXT_AND_COMMITMENT');
    }
    const salts = { ...rest.salts, reason: event.salts?.['reason'] ?? '' };
    expect(refusalOf({ ...rest, salts, reason: 'x' })).toBe('TEXT_AND_COMMITMENT');
    expect(refusalOf({ ...rest, salts })).toBe('BAD_SALT');
  });

  it('is refused for a text that the type does not declare, a bad hash or a lost place', () => {
    const hash = '0'.repeat(64);
    const kept = (path: string, commitment: string): LeafInput => ({
      ...event,
      commitments: { [path]: commitment },
    });
    expect(refusalOf(kept('data.percent', hash))).toBe('UNDECLARED_TEXT');
    expect(refusalOf(kept('data.evidence.x.title', hash))).toBe('UNDECLARED_TEXT');
    expect(refusalOf(kept('data.evidence.2.title', hash))).toBe('BAD_COMMITMENT');
    const rest = redacted(event, 'reason');
    for (const bad of ['', hash.slice(1), 'F'.repeat(64)]) {
      expect(refusalOf({ ...rest, commitments: { reason: bad } })).toBe('BAD_COMMITMENT');
    }
  });
});
