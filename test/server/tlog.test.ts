import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCheckpoint } from '../../src/store/checkpoint-note.js';
import { collectionsOf } from '../../src/store/collections.js';
import { parseVerifierText } from '../../src/store/keys.js';
import { nodeHash } from '../../src/store/merkle.js';
import { verifyConsistency, verifyInclusion } from '../../src/store/proof-checks.js';
import { tilePathOf } from '../../src/store/tile-path.js';
import { ledger } from '../audit/facts.js';
import type { Served } from '../audit/ledger-case.js';
import { former, keys, serveLedger, size } from '../audit/ledger-case.js';
import { root } from '../store/reference-tree.js';

let served: Served;
let leaves: readonly Buffer[];
beforeAll(async () => {
  served = await serveLedger();
  leaves = served.forged.events.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
});
afterAll(() => served.api.close());

const get = (path: string) => served.get(path);
const bytes = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());
const headers = ({ headers: all }: Response) => [all.get('content-type'), all.get('cache-control')];
const text = 'text/plain; charset=utf-8';
const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');

describe('/ledgers/:ledger/checkpoint', () => {
  it('is the latest signed one, never from a cache', async () => {
    const response = await get('checkpoint');
    expect(response.status).toBe(200);
    expect(headers(response)).toEqual([text, 'no-cache']);
    const head = openCheckpoint(await response.text(), keys.publicKeys);
    expect(head).toEqual({ ledger, size: 600, rootHash: root(leaves.slice(0, 600)) });
  });

  it('of a ledger that has none is not found, and says so', async () => {
    const { status, text: said } = await served.api.send('/ledgers/nadie/checkpoint');
    expect([status, said]).toEqual([404, 'There is no checkpoint of a ledger "nadie" (yet).\n']);
  });
});

describe('/ledgers/:ledger/key', () => {
  it('publishes the key that signs and the former one, under the name of the ledger', async () => {
    const response = await get('key');
    expect(headers(response)).toEqual([text, 'no-cache']);
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.startsWith(`bitacora/${ledger}+`)).toBe(true);
    const published = lines.map((line) => base64(parseVerifierText(line)));
    expect(published).toEqual([...keys.publicKeys].map(base64));
    expect(published[1]).toBe(base64(former.signing.publicKey));
  });

  it('of no ledger is not found', async () => {
    expect((await served.api.send('/ledgers/nadie/key')).status).toBe(404);
  });
});

describe('/ledgers/:ledger/tile', () => {
  it('has full tiles of 256 hashes, to be kept for good', async () => {
    const response = await get('tile/0/001');
    const forGood = 'public, max-age=31536000, immutable';
    expect(headers(response)).toEqual(['application/octet-stream', forGood]);
    const tile = Buffer.from(await response.arrayBuffer());
    expect(tile.equals(Buffer.concat(leaves.slice(256, 512)))).toBe(true);
  });

  it('has partial tiles of every width that the tree has or had', async () => {
    for (const width of [1, 88, 187, 188]) {
      const tile = await bytes(`tile/0/002.p/${width}`);
      expect(tile.equals(Buffer.concat(leaves.slice(512, 512 + width)))).toBe(true);
    }
    const nodes = [leaves.slice(0, 256), leaves.slice(256, 512)].map(root);
    expect((await bytes('tile/1/000.p/2')).equals(Buffer.concat(nodes))).toBe(true);
  });

  it.each([
    'tile/0/002',
    'tile/0/002.p/189',
    'tile/0/003.p/1',
    'tile/1/000',
    'tile/1/000.p/3',
    'tile/2/000.p/1',
    'tile/63/000.p/1',
  ])('has no %s yet, and lets nobody keep that', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(headers(response)).toEqual([text, 'no-cache']);
    expect(await response.text()).toContain('has no such tile (yet)');
  });

  it.each(['tile/0/0', 'tile/0/x000/001', 'tile/64/000', 'tile/x', 'tile/0/000.p/0'])(
    'takes %s for no path of a tile',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('Expected tile/<level>/<index>');
    },
  );

  it('gives out no entries, and says why', async () => {
    const response = await get('tile/entries/000');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Entries are not given out here');
  });

  it('says that a tree has a gap, rather than give out a wrong tile', async () => {
    const { tree } = collectionsOf(served.api.connection.db);
    const node = await tree.findOneAndDelete({ ledger, tileLevel: 1, index: 1 });
    expect((await get('tile/1/000.p/2')).status).toBe(500);
    if (node !== null) await tree.insertOne(node);
  });

  it('lets a monitor compute the root of the checkpoint from tiles alone', async () => {
    const head = openCheckpoint(await (await get('checkpoint')).text(), keys.publicKeys);
    expect(await rootOfTiles(head.size)).toEqual(head.rootHash);
  });
});

/** As a monitor does: every tile of a tree, each checked against the ones below it. */
async function rootOfTiles(leafCount: number): Promise<Uint8Array> {
  let below: Uint8Array[] = [];
  let pending: Uint8Array[] = [];
  for (let level = 0, count = leafCount; count > 0; level += 1, count = Math.floor(count / 256)) {
    const hashes: Uint8Array[] = [];
    for (let index = 0; index * 256 < count; index += 1) {
      const width = Math.min(256, count - index * 256);
      const tile = await bytes(`tile/${tilePathOf({ level, index, width })}`);
      for (let i = 0; i < width; i += 1) hashes.push(tile.subarray(i * 32, i * 32 + 32));
    }
    if (level > 0) expect(hashes).toEqual(below);
    below = [];
    for (let at = 0; at + 256 <= hashes.length; at += 256) {
      below.push(merged(hashes.slice(at, at + 256)));
    }
    const partial = hashes.slice(below.length * 256);
    pending = partial.length === 0 ? pending : [...subtrees(partial), ...pending];
  }
  return pending.reduceRight((right, left) => nodeHash(left, right));
}

function merged(hashes: Uint8Array[]): Uint8Array {
  const [first, ...rest] = hashes;
  if (first === undefined) throw new Error('nothing to merge');
  if (rest.length === 0) return first;
  const half = hashes.length / 2;
  return nodeHash(merged(hashes.slice(0, half)), merged(hashes.slice(half)));
}

/** The complete subtrees of a partial row, the largest first. */
function subtrees(hashes: Uint8Array[]): Uint8Array[] {
  if (hashes.length === 0) return [];
  const width = 2 ** Math.floor(Math.log2(hashes.length));
  return [merged(hashes.slice(0, width)), ...subtrees(hashes.slice(width))];
}

interface Proofs {
  readonly ledger: {
    readonly size: number;
    readonly rootHash: string;
    readonly checkpoint: string;
    readonly inclusionProof: {
      readonly leafIndex: number;
      readonly treeSize: number;
      readonly leafHash: string;
      readonly hashes: readonly string[];
    };
    readonly consistencyProof: { readonly hashes: readonly string[] };
  } | null;
}

const fromBase64 = (text64: string) => Buffer.from(text64, 'base64');

describe('ledger(entityId)', () => {
  const ask = (selection: string) =>
    served.api.ask<Proofs>(`{ ledger(entityId: "${ledger}") { ${selection} } }`);

  it('shows size, root and the latest checkpoint', async () => {
    const answer = await ask('entityId size rootHash checkpoint');
    expect(answer.ledger).toEqual({
      ...{ entityId: ledger, size, rootHash: base64(root(leaves)) },
      checkpoint: await (await get('checkpoint')).text(),
    });
  });

  it.each([1, 2, 256, 257, 512, 513, 599, 600])(
    'proves that the entry at position %d is in the log, and in the checkpoint',
    async (position) => {
      const selection = `inclusionProof(position: ${position}`;
      const fields = '{ leafIndex treeSize leafHash hashes }';
      for (const [args, treeSize] of [
        [')', size],
        [', treeSize: 600)', 600],
      ] as const) {
        const answer = await ask(`${selection}${args} ${fields}`);
        const proof = answer.ledger?.inclusionProof;
        expect(proof).toMatchObject({ leafIndex: position - 1, treeSize });
        const holds = verifyInclusion({
          ...{ index: position - 1, size: treeSize, root: root(leaves.slice(0, treeSize)) },
          leafHash: fromBase64(proof?.leafHash ?? ''),
          proof: (proof?.hashes ?? []).map(fromBase64),
        });
        expect(holds).toBe(true);
      }
    },
  );

  it.each([
    [0, 10],
    [1, 700],
    [300, 600],
    [511, 512],
    [512, 513],
    [700, 700],
  ])('proves that the log of %d only grew to %d', async (from, to) => {
    const answer = await ask(`consistencyProof(from: ${from}, to: ${to}) { hashes }`);
    const holds = verifyConsistency({
      ...{ from, to, fromRoot: root(leaves.slice(0, from)), toRoot: root(leaves.slice(0, to)) },
      proof: (answer.ledger?.consistencyProof.hashes ?? []).map(fromBase64),
    });
    expect(holds).toBe(true);
  });

  it.each([
    ['inclusionProof(position: 0) { leafIndex }', 'position'],
    ['inclusionProof(position: 701) { leafIndex }', 'position'],
    ['inclusionProof(position: 11, treeSize: 10) { leafIndex }', 'position'],
    ['inclusionProof(position: 1, treeSize: 701) { leafIndex }', 'treeSize'],
    ['inclusionProof(position: 1, treeSize: 0) { leafIndex }', 'treeSize'],
    ['consistencyProof(from: -1, to: 5) { hashes }', 'from'],
    ['consistencyProof(from: 6, to: 5) { hashes }', 'from'],
    ['consistencyProof(from: 6, to: 701) { hashes }', 'to'],
  ])('refuses %s, and says what is possible', async (selection, field) => {
    const answer = await served.api.query(`{ ledger(entityId: "${ledger}") { ${selection} } }`);
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field, expected: expect.stringMatching(/^a number from \d+ to \d+$/) }],
    });
  });

  it('is null where there is none', async () => {
    const answer = await served.api.ask<Proofs>('{ ledger(entityId: "nadie") { size } }');
    expect(answer.ledger).toBeNull();
  });

  it('takes one read of the leaves and one of the tree', async () => {
    const { db } = served.api.connection;
    await db.command({ profile: 2 });
    await served.api.ask(
      `{ ledger(entityId: "${ledger}") { inclusionProof(position: 600) { leafHash hashes } } }`,
    );
    await db.command({ profile: 0 });
    const ns = { $in: ['events', 'tree'].map((name) => `${db.databaseName}.${name}`) };
    const reads = await db.collection('system.profile').find({ ns }).toArray();
    await db.collection('system.profile').drop();
    expect(reads.map((read) => read['ns'] as string).sort()).toEqual(ns.$in);
  });

  it('says that a ledger is damaged, rather than prove from a tree with a gap', async () => {
    const { tree } = collectionsOf(served.api.connection.db);
    const node = await tree.findOneAndDelete({ ledger, tileLevel: 1, index: 0 });
    const selection = 'inclusionProof(position: 600) { hashes }';
    const answer = await served.api.query(`{ ledger(entityId: "${ledger}") { ${selection} } }`);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'LEDGER_DAMAGED' });
    if (node !== null) await tree.insertOne(node);
  });
});
