import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { EventType } from '../../events/index.js';
import { catalogue } from '../../events/index.js';

const events = new URL('../../events/', import.meta.url);
const stored = new URL('./stored/', import.meta.url);
const eventTypes: readonly EventType[] = Object.values(catalogue);

const kebab = (name: string) => name.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();
const isEventType = (value: unknown): value is EventType =>
  typeof value === 'object' && value !== null && 'type' in value && 'schemaVersion' in value;

/** The event types that the files of events/ define, by file and exported name. */
async function defined() {
  const files = (await readdir(events)).filter((file) => file !== 'index.ts');
  const found = await Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, events).href)) as Record<string, unknown>;
      return Object.entries(module).flatMap(([name, value]) =>
        isEventType(value) ? [{ file, name, type: value.type }] : [],
      );
    }),
  );
  return found.flat().toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

describe('the catalogue of event types', () => {
  it('holds one file per type, whose file name, exported name and stored type match', async () => {
    const wanted = Object.keys(catalogue)
      .map((name) => ({ file: `${kebab(name)}.ts`, name, type: name }))
      .toSorted((a, b) => (a.file < b.file ? -1 : 1));
    expect(await defined()).toEqual(wanted);
  });

  it.each(eventTypes)('numbers the shapes of $type from 1, without a gap', (eventType) => {
    const versions = [...eventType.older.map((shape) => shape.schemaVersion)];
    expect([...versions, eventType.schemaVersion]).toEqual(
      Array.from({ length: eventType.older.length + 1 }, (_, i) => i + 1),
    );
  });
});

/** Every shape of every type, with what lifts its data to the current one. */
const shapes = eventTypes.flatMap(({ type, data, schemaVersion, older }) => [
  ...older.map((shape, i) => ({
    file: `${type}.v${shape.schemaVersion}.json`,
    data: shape.data,
    lift: (value: unknown) => older.slice(i).reduce((at, { lift }) => lift(at as never), value),
    current: data,
  })),
  { file: `${type}.v${schemaVersion}.json`, data, lift: (value: unknown) => value, current: data },
]);

describe('a stored sample', () => {
  it('is kept for every shape that was ever written, and for no other', async () => {
    const names = shapes.map((shape) => shape.file).toSorted();
    expect((await readdir(stored)).toSorted()).toEqual(names);
  });

  it.each(shapes)('$file is read by its shape and lifted to the current one', async (shape) => {
    const sample: unknown = JSON.parse(await readFile(new URL(shape.file, stored), 'utf8'));
    expect(shape.data.parse(sample)).toStrictEqual(sample);
    expect(shape.current.safeParse(shape.lift(sample)).error).toBeUndefined();
  });
});
