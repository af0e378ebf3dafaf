import type { FastifyInstance, FastifyReply } from 'fastify';
import { originOf } from '../store/checkpoint-note.js';
import { latestCheckpoint } from '../store/checkpoints.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import type { PublicKey } from '../store/keys.js';
import { verifierText } from '../store/keys.js';
import { tilePath } from '../store/tile-path.js';
import { TILE_WIDTH } from '../store/tiles.js';
import { tileReader } from '../store/tree-tiles.js';

type LedgerRoute = { Params: { ledger: string; '*': string } };

const plain = 'text/plain; charset=utf-8';
/** A tile never changes: more leaves make other tiles, or wider ones under another path. */
const forGood = 'public, max-age=31536000, immutable';

/**
 * What monitors and witnesses read, by the paths of C2SP tlog-tiles: the signed checkpoint, the
 * hashes of the tree, and the keys to verify with.
 */
export function addLedgerRoutes(
  app: FastifyInstance,
  { db }: Connection,
  publicKeys: readonly PublicKey[],
): void {
  const collections = collectionsOf(db);
  const headOf = (ledger: string) => collections.ledgers.findOne({ _id: ledger });

  app.get<LedgerRoute>('/ledgers/:ledger/checkpoint', async ({ params: { ledger } }, reply) => {
    const checkpoint = await latestCheckpoint(collections, ledger);
    if (checkpoint === undefined) {
      return absent(reply, `There is no checkpoint of a ledger "${ledger}" (yet).`);
    }
    return reply.type(plain).header('cache-control', 'no-cache').send(checkpoint.note);
  });

  app.get<LedgerRoute>('/ledgers/:ledger/key', async ({ params: { ledger } }, reply) => {
    if ((await headOf(ledger)) === null) return absent(reply, `There is no ledger "${ledger}".`);
    if (publicKeys.length === 0) return absent(reply, 'This server has no key to sign with.');
    const lines = publicKeys.map((key) => `${verifierText(originOf(ledger), key)}\n`);
    return reply.type(plain).header('cache-control', 'no-cache').send(lines.join(''));
  });

  app.get<LedgerRoute>('/ledgers/:ledger/tile/*', async ({ params }, reply) => {
    const { ledger, '*': path } = params;
    if (path.startsWith('entries/')) return absent(reply, noEntries);
    const asked = tilePath(path);
    if (asked === undefined) return absent(reply, noTile);
    const head = await headOf(ledger);
    if (head === null) return absent(reply, `There is no ledger "${ledger}".`);
    const complete = Math.floor(head.position / TILE_WIDTH ** asked.level);
    if (asked.index * TILE_WIDTH + asked.width > complete) {
      return absent(reply, `The ledger "${ledger}" has no such tile (yet).`);
    }
    const [hashes = []] = await tileReader(collections, ledger)([asked]);
    if (hashes.length !== asked.width) {
      return reply
        .code(500)
        .type(plain)
        .header('cache-control', 'no-store')
        .send('The tree of this ledger has a gap here: verify the ledger.\n');
    }
    return reply
      .type('application/octet-stream')
      .header('cache-control', forGood)
      .send(Buffer.concat(hashes));
  });
}

const noTile =
  'Expected tile/<level>/<index> or tile/<level>/<index>.p/<width>, the index in groups of three digits: tile/0/x001/234.';
const noEntries =
  'Entries are not given out here: they may name people, and are for those with the right to read them. The hashes of the tree are public: tile/<level>/<index>.';

/** What isn't there today may be tomorrow. */
function absent(reply: FastifyReply, why: string) {
  return reply.code(404).type(plain).header('cache-control', 'no-cache').send(`${why}\n`);
}
