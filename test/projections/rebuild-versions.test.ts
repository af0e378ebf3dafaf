import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventName, Fact } from '../../events/index.js';
import { models } from '../../src/projections/fold.js';
import { touchedBy } from '../../src/projections/rebuild-fold.js';
import type { StoredEvent } from '../../src/store/collections.js';
import { decode } from '../../src/store/decode.js';
import { foldAll, record } from '../support/given.js';

// An evolve function that changes without a new version would go on with the states that the old
// one made. So what each one makes of every stored sample is frozen, under its version.

const stored = new URL('../events/stored/', import.meta.url);
const frozenFile = new URL('./evolved.json', import.meta.url);

/** For each sample, for each read model that it touches: `v1:` and the hash of the rows it makes. */
type Evolved = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What has happened before a sample; a sample of one of these has only those before it. */
const beginning: readonly EventName[] = [
  'EntityRegistered',
  'PlanRegistered',
  'OfficeRegistered',
  'ActionAdded',
  'ImportStarted',
  'PeriodOpened',
  'ProgressReported',
];

async function readSamples(): Promise<ReadonlyMap<string, Fact>> {
  const files = (await readdir(stored)).toSorted();
  const samples = files.map(async (file) => {
    const name = file.replace('.json', '');
    const [type = '', version = ''] = name.split('.v');
    const data = JSON.parse(await readFile(new URL(file, stored), 'utf8')) as object;
    const event = { ledger: 'rmbc', type, data, schemaVersion: Number(version) };
    const read = decode(event as unknown as StoredEvent);
    return [name, { type: read.type, data: read.data } as Fact] as const;
  });
  return new Map(await Promise.all(samples));
}

/** The rows that a sample touches, as they are after it, by their read models. */
function evolve(sample: Fact, before: readonly Fact[]): Evolved[string] {
  const events = record([...before, sample]);
  const rows = foldAll(events);
  const { touched } = touchedBy(events.slice(-1));
  const hashes = [...touched].map(([model, ids]) => {
    const states = [...ids].toSorted().map((id) => [id, rows.get(model, id)]);
    const text = JSON.stringify(states, (_, value: unknown) => withSortedMembers(value));
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    return [model, `v${models[model].evolveVersion}:${hash}`] as const;
  });
  return Object.fromEntries(hashes);
}

function withSortedMembers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is wrong with one read model's part of one sample, and what to do about it. */
function complaint(sample: string, model: string, was?: string, is?: string): readonly string[] {
  if (was === is) return [];
  const where = `${sample} → ${model}`;
  if (is === undefined)
    return [`${where}: no such rows any more. Take the line out of evolved.json.`];
  const line = `Then put "${model}": "${is}" under "${sample}" in evolved.json.`;
  if (was === undefined) return [`${where}: new. ${line.replace('Then put', 'Put')}`];
  const [oldVersion, newVersion] = [was, is].map((text) => text.slice(0, text.indexOf(':')));
  return oldVersion === newVersion
    ? [
        `${where}: folds to another state than evolve version ${newVersion} did before. Undo it; or, if it is meant, raise the model's evolveVersion in src/domain, so that no stored state of the old function is used. ${line}`,
      ]
    : [`${where}: is evolved by ${newVersion} now, after ${oldVersion}. ${line}`];
}

function complaints(frozen: Evolved, evolved: Evolved): readonly string[] {
  const samples = [...new Set([...Object.keys(frozen), ...Object.keys(evolved)])];
  return samples.flatMap((sample) => {
    const [was, is] = [frozen[sample] ?? {}, evolved[sample] ?? {}];
    const touched = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return touched.flatMap((model) => complaint(sample, model, was[model], is[model]));
  });
}

describe('what the evolve functions make of every stored sample', () => {
  let evolved: Evolved;

  beforeAll(async () => {
    const samples = await readSamples();
    const named = (type: EventName) => {
      const versions = [...samples].filter(([, fact]) => fact.type === type);
      const [, fact] = versions.at(-1) ?? [];
      if (fact === undefined) throw new Error(`${type} has no sample`);
      return fact;
    };
    const entries = [...samples].map(([name, sample]) => {
      const first = beginning.indexOf(sample.type);
      const before = first === -1 ? beginning : beginning.slice(0, first);
      return [name, evolve(sample, before.map(named))] as const;
    });
    evolved = Object.fromEntries(entries);
  });

  it('is what it was, unless their version was raised', async () => {
    const frozen = JSON.parse(await readFile(frozenFile, 'utf8')) as Evolved;
    expect(complaints(frozen, evolved)).toEqual([]);
  });

  it('reaches every read model', () => {
    const reached = new Set(Object.values(evolved).flatMap((models) => Object.keys(models)));
    expect([...reached].toSorted()).toEqual(Object.keys(models).toSorted());
  });
});

describe('the guard', () => {
  const frozen = { 'ActionAdded.v1': { actions: 'v1:aa', reports: 'v1:bb' } };
  it('tells a changed function from a raised version, a new sample and a lost one', () => {
    expect(complaints(frozen, frozen)).toEqual([]);
    const now = {
      'ActionAdded.v1': { actions: 'v1:cc', reports: 'v2:bb' },
      'ActionAdded.v2': { actions: 'v1:dd' },
    };
    expect(complaints(frozen, now)).toEqual([
      expect.stringMatching(/^ActionAdded\.v1 → actions: folds to another state .* raise/),
      expect.stringMatching(/^ActionAdded\.v1 → reports: is evolved by v2 now.*"v2:bb"/),
      expect.stringMatching(/^ActionAdded\.v2 → actions: new\..*"v1:dd"/),
    ]);
    expect(complaints(frozen, {})).toHaveLength(2);
  });
});
