import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BreakCode } from '../../src/audit/breaks.js';
import { readBrought } from '../../src/audit/brought.js';
import { exportLines } from '../../src/audit/export.js';
import { verifyExport } from '../../src/audit/verify-export.js';
import type { VerifyExportOptions } from '../../src/audit/verify-export.js';
import type { Collections } from '../../src/store/collections.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { FreshDatabase } from '../support/mongod.js';
import { freshDatabase, temporaryFolder } from '../support/mongod.js';
import { drafts, ledger, reports } from './facts.js';
import { forge, newKeys, put, sealed } from './forge.js';

const keys = newKeys();
const size = 1_200;
const events = sealed(ledger, [...drafts, ...reports(size - drafts.length)]);
const clean = forge(events, keys, [5, 100, size]);
const another = forge(sealed('otro', drafts), keys, [drafts.length]);

let database: FreshDatabase;
let collections: Collections;
let folder: string;
/** The export of both ledgers, line by line. */
let lines: readonly string[];
beforeAll(async () => {
  database = await freshDatabase();
  collections = collectionsOf(database.db);
  folder = await temporaryFolder();
  await put(collections, clean);
  await put(collections, another);
  lines = (await exported([ledger, 'otro'])).split('\n');
});
afterAll(() => database.close());

async function exported(ledgers: readonly string[]): Promise<string> {
  const { publicKeys } = keys;
  const pieces: string[] = [];
  for await (const piece of exportLines(collections, { ledgers, publicKeys, now: new Date() })) {
    pieces.push(piece);
  }
  return pieces.join('');
}

let files = 0;
async function verify(text: string, options: Partial<VerifyExportOptions> = {}) {
  const path = join(folder, `${(files += 1)}.ndjson`);
  await writeFile(path, text);
  return verifyExport(path, { publicKeys: [], brought: [], ...options });
}

describe('an export', () => {
  it('holds all that the database has of its ledgers, and verifies without it', async () => {
    const holds = [
      { ledger, size, checkpoints: 3, redacted: 0, rootHash: clean.checkpoints[2]?.rootHash },
      { ledger: 'otro', size: drafts.length, checkpoints: 1 },
    ];
    const verdicts = await verify(lines.join('\n'));
    expect(verdicts).toMatchObject(holds);
    for (const verdict of verdicts) expect(verdict).not.toHaveProperty('broken');
  });

  it('is JSON line by line, with its version first', () => {
    const [header, first, event] = lines.map((line) => JSON.parse(line || 'null') as unknown);
    expect(header).toMatchObject({
      ...{ kind: 'header', format: 'bitacora-audit-export', formatVersion: 1 },
      ledgers: [ledger, 'otro'],
    });
    expect(first).toMatchObject({ kind: 'ledger', ledger, size });
    const { salts, leafHash } = events[0] ?? {};
    expect(event).toMatchObject({ kind: 'event', event: { position: 1, leafHash } });
    expect(salts).toBeUndefined();
    expect(lines.at(-1)).toBe('');
  });

  it('of one ledger has nothing of the other', async () => {
    const text = await exported(['otro']);
    expect(text).not.toContain(`"ledger":"${ledger}"`);
    expect(await verify(text)).toMatchObject([{ ledger: 'otro', size: drafts.length }]);
  });

  it('of many can be asked about one', async () => {
    const verdicts = await verify(lines.join('\n'), { ledger: 'otro' });
    expect(verdicts).toMatchObject([{ ledger: 'otro' }]);
    const [missing] = await verify(lines.join('\n'), { ledger: 'nadie' });
    expect(missing?.broken).toMatchObject({ code: 'EXPORT_INCOMPLETE', ledger: 'nadie' });
  });

  it('holds against keys and checkpoints that were brought', async () => {
    const brought = [readBrought(clean.checkpoints[1]?.note ?? '')];
    const pinned = { publicKeys: keys.publicKeys, brought };
    const [verdict] = await verify(lines.join('\n'), pinned);
    expect(verdict).not.toHaveProperty('broken');
    const [strange] = await verify(lines.join('\n'), { publicKeys: newKeys().publicKeys });
    expect(strange?.broken).toMatchObject({ code: 'CHECKPOINT_SIGNATURE', position: 5 });
  });
});

/** Lines of the first ledger: header, ledger, events 1 to 5, a checkpoint, events 6 to 100, … */
const lineOf = (position: number) =>
  1 + position + [5, 100].filter((checkpoint) => checkpoint < position).length;
const edited = (change: (all: string[]) => unknown): string => {
  const all = [...lines];
  change(all);
  return all.join('\n');
};
const rewrite = (all: string[], at: number, from: RegExp | string, to: string) =>
  all.splice(at, 1, (all[at] ?? '').replace(from, to));

interface Tampering {
  readonly name: string;
  readonly change: (all: string[]) => unknown;
  readonly code: BreakCode;
  readonly position: number;
}

const tamperings: Tampering[] = [
  {
    name: 'a number changed',
    change: (all) => rewrite(all, lineOf(700), /"percent":\d+/, '"percent":1'),
    code: 'LEAF_MISMATCH',
    position: 700,
  },
  {
    name: 'a text changed',
    change: (all) => rewrite(all, lineOf(700), 'Avance', 'avance'),
    code: 'LEAF_MISMATCH',
    position: 700,
  },
  {
    name: 'a time written in another form',
    change: (all) => rewrite(all, lineOf(700), '.000Z"', 'Z"'),
    code: 'LEAF_MISMATCH',
    position: 700,
  },
  {
    name: 'an event left out',
    change: (all) => all.splice(lineOf(700), 1),
    code: 'POSITION_GAP',
    position: 700,
  },
  {
    name: 'two events swapped',
    change: (all) => all.splice(lineOf(700), 2, all[lineOf(701)] ?? '', all[lineOf(700)] ?? ''),
    code: 'POSITION_GAP',
    position: 700,
  },
  {
    name: 'a checkpoint left out',
    change: (all) => all.splice(lineOf(5) + 1, 1),
    code: 'EXPORT_INCOMPLETE',
    position: size + 1,
  },
  {
    name: 'a checkpoint in another place',
    change: (all) => all.splice(lineOf(50), 0, ...all.splice(lineOf(5) + 1, 1)),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 5,
  },
  {
    name: 'a signature changed',
    change: (all) => rewrite(all, lineOf(5) + 1, /.{8}=\\n/, 'AAAAAAA=\\n'),
    code: 'CHECKPOINT_SIGNATURE',
    position: 5,
  },
  {
    name: 'the tail cut, its checkpoint left',
    change: (all) => all.splice(lineOf(1_000), size - 1_000 + 1),
    code: 'CHECKPOINT_BEYOND_LOG',
    position: 1_000,
  },
  {
    name: 'the tail cut with its checkpoint, the end left',
    change: (all) => all.splice(lineOf(1_000), size - 1_000 + 2),
    code: 'EXPORT_INCOMPLETE',
    position: 1_000,
  },
  {
    name: 'the tail cut, and the size in the ledger line with it',
    change: (all) => {
      all.splice(lineOf(1_001), size - 1_000 + 1);
      rewrite(all, 1, `"size":${size}`, '"size":1000');
    },
    code: 'EXPORT_INCOMPLETE',
    position: 1_001,
  },
  {
    name: 'the file cut after an event',
    change: (all) => all.splice(lineOf(800)),
    code: 'EXPORT_INCOMPLETE',
    position: 800,
  },
];

describe('an export that was tampered with', () => {
  it.each(tamperings)('is found: $name', async ({ change, code, position }) => {
    const verdicts = await verify(edited(change));
    expect(verdicts.at(-1)?.broken).toMatchObject({ code, ledger, position });
  });

  it('is found when a whole ledger is missing', async () => {
    const own = lines.findIndex((line) => line.startsWith('{"kind":"ledger","ledger":"otro"'));
    const verdicts = await verify(`${lines.slice(0, own).join('\n')}\n`);
    const broken = { code: 'EXPORT_INCOMPLETE', ledger: 'otro', position: 0 };
    expect(verdicts).toMatchObject([{ ledger, size }, { broken }]);
  });

  it('shows a rewrite with keys of its own only against what was brought', async () => {
    const strange = newKeys();
    const short = forge(events.slice(0, 90), strange, [5]);
    await put(collections, short);
    const forged: string[] = [];
    const { publicKeys } = strange;
    const options = { ledgers: [ledger], publicKeys, now: new Date() };
    for await (const piece of exportLines(collections, options)) forged.push(piece);
    await put(collections, clean);
    const text = forged.join('');
    expect((await verify(text))[0]).not.toHaveProperty('broken');
    const old = [readBrought(clean.checkpoints[1]?.note ?? '')];
    const pinned = { publicKeys: [...keys.publicKeys, ...publicKeys], brought: old };
    expect((await verify(text, pinned))[0]?.broken).toMatchObject({
      ...{ code: 'CHECKPOINT_BEYOND_LOG', position: 91 },
      message: expect.stringContaining('10 lost'),
    });
    const [byFile] = await verify(text, { brought: old });
    expect(byFile?.broken).toMatchObject({ code: 'CHECKPOINT_SIGNATURE' });
  });

  it.each([
    ['an empty file', () => ''],
    ['another file', () => 'No.\tAcción\n'],
    ['a header of another format', () => '{"kind":"header","format":"x","formatVersion":1}\n'],
    ['a later format', () => lines.join('\n').replace('"formatVersion":1', '"formatVersion":2')],
    ['a line that breaks off', () => lines.join('\n').slice(0, 5_000)],
    ['a line of no kind', () => edited((all) => all.splice(9, 0, '{}'))],
    ['an event without its content', () => edited((all) => all.splice(9, 1, '{"kind":"event"}'))],
    ['a ledger within a ledger', () => edited((all) => all.splice(9, 0, all[1] ?? ''))],
  ])('is refused with its line when it is %s', async (_, text) => {
    await expect(verify(text())).rejects.toMatchObject({
      code: 'EXPORT_UNREADABLE',
      message: expect.stringMatching(/^Line \d+: expected /),
    });
  });

  it('has texts with line separators in them, to the letter', async () => {
    expect(lines.join('\n')).toContain('Pérez».\u2028Y así.');
    expect(await readFile(join(folder, '1.ndjson'), 'utf8')).toBe(lines.join('\n'));
  });
});
