import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue } from '../../events/index.js';
import { originOf } from '../../src/store/checkpoint-note.js';
import { keyName } from '../../src/store/keys-ring.js';
import { signerNamed, signingText } from '../../src/store/keys.js';
import { entryText } from '../../src/store/leaf.js';
import { signNote } from '../../src/store/notes.js';
import { textsOf } from '../../src/store/seal.js';
import { temporaryFolder } from '../support/mongod.js';
import { root } from '../store/reference-tree.js';
import { ledger } from './facts.js';
import type { Served } from './ledger-case.js';
import { keys, serveLedger } from './ledger-case.js';

// golang.org/x/mod/sumdb checks what we sign, prove and serve. It comes from the Go module proxy at
// the first run, so it takes Go and, once, a network.

const folder = fileURLToPath(new URL('./go/', import.meta.url));

/** Why the program can't be built here; undefined when it can. */
function obstacle(): string | undefined {
  const go = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (go.error !== undefined) return 'Go is not installed';
  const modules = spawnSync('go', ['mod', 'download'], { cwd: folder, encoding: 'utf8' });
  return modules.status === 0 ? undefined : `its module can't be fetched: ${modules.stderr}`;
}

const why = obstacle();
const run = promisify(execFile);

if (why !== undefined) {
  describe('the independent check', () => {
    it(`is left out here: ${why}`, () => {
      console.warn(`golang.org/x/mod/sumdb was not asked: ${why}`);
      expect(obstacle()).toBe(why);
    });
  });
} else {
  describe('golang.org/x/mod/sumdb', () => {
    let served: Served;
    let program: string;
    beforeAll(async () => {
      program = join(await temporaryFolder(), 'check');
      const building = run('go', ['build', '-o', program, '.'], { cwd: folder });
      [served] = await Promise.all([serveLedger(), building]);
    }, 180_000);
    afterAll(() => served.api.close());

    it('verifies the keys, notes, leaves, proofs and tiles, and refuses changed ones', async () => {
      const held = check(program, await caseOf(served));
      // 4 notes, 12 inclusions and 6 consistencies, each looked at in several ways.
      expect(held).toBeGreaterThan(100);
    });

    it('refuses a proof of ours that was changed', async () => {
      const sound = await caseOf(served);
      const [first] = sound.Inclusions;
      const changed = { ...first, Hashes: first?.Hashes.toReversed() };
      expect(() => check(program, { ...sound, Inclusions: [changed] })).toThrow(
        /inclusion of 0 in 600/,
      );
    });
  });
}

function check(program: string, about: object): number {
  const options = { input: JSON.stringify(about), encoding: 'utf8', stdio: 'pipe' } as const;
  return Number(execFileSync(program, [], options));
}

interface ProofsAnswer {
  readonly ledger: Record<string, { leafHash: string; hashes: readonly string[] }>;
}

async function caseOf({ api, forged, get }: Served) {
  const leaves = forged.events.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
  const rootAt = (size: number) => root(leaves.slice(0, size)).toString('base64');
  const prove = async (selection: string) => {
    const asked = `{ ledger(entityId: "${ledger}") { proof: ${selection} } }`;
    const { proof } = (await api.ask<ProofsAnswer>(asked)).ledger;
    if (proof === undefined) throw new Error('no proof');
    return proof;
  };
  const Inclusions = [];
  for (const position of [1, 2, 8, 9, 255, 256, 257, 511, 512, 513, 599, 600]) {
    const proof = await prove(
      `inclusionProof(position: ${position}, treeSize: 600) { leafHash hashes }`,
    );
    Inclusions.push({
      ...{ LeafIndex: position - 1, TreeSize: 600, Root: rootAt(600) },
      ...{ LeafHash: proof.leafHash, Hashes: proof.hashes },
      Entry: entryAt(forged.events[position - 1]).toString('base64'),
    });
  }
  const Consistency = [];
  for (const [from, to] of [
    [1, 600],
    [255, 257],
    [256, 512],
    [300, 512],
    [512, 600],
    [599, 600],
  ] as const) {
    const { hashes } = await prove(`consistencyProof(from: ${from}, to: ${to}) { hashes }`);
    const roots = { FromRoot: rootAt(from), ToRoot: rootAt(to) };
    Consistency.push({ From: from, To: to, ...roots, Hashes: hashes });
  }
  const paths = ['tile/0/000', 'tile/0/001', 'tile/0/002.p/88', 'tile/1/000.p/2'];
  const tiles = paths.map(async (path) => {
    const body = Buffer.from(await (await get(path)).arrayBuffer());
    return [path, body.toString('base64')] as const;
  });
  const checkpoints = api.connection.db.collection('checkpoints').find({ ledger });
  const notes = await checkpoints.sort({ size: 1 }).toArray();
  return {
    Tiles: Object.fromEntries(await Promise.all(tiles)),
    Origin: originOf(ledger),
    VerifierKeys: (await (await get('key')).text()).trimEnd().split('\n'),
    SigningKey: signingText(keyName, keys.signing),
    Signed: signNote('Una nota.\n', [signerNamed(keyName, keys.signing)]),
    Notes: notes.map(({ note }) => String(note)),
    Inclusions,
    Consistency,
  };
}

function entryAt(event: Served['forged']['events'][number] | undefined): Buffer {
  const eventType = event && catalogue[event.type as keyof typeof catalogue];
  if (event === undefined || eventType === undefined) throw new Error('no such event');
  return Buffer.from(entryText(event, textsOf(eventType, event.schemaVersion)));
}
