import type { FindCursor } from 'mongodb';
import type { Collections, TreeNode } from '../store/collections.js';
import type { TileHash } from '../store/merkle.js';
import { TILE_WIDTH } from '../store/tiles.js';
import type { Break } from './breaks.js';

export interface TreeCheck {
  /** Compares complete subtrees, in the order of their completion, with the kept ones. */
  readonly check: (nodes: readonly TileHash[]) => Promise<Break | undefined>;
  /** Whether there are kept ones for events that don't exist: they would be in the way one day. */
  finish(): Promise<Break | undefined>;
  close(): Promise<void>;
}

/** One cursor for each level, since each level's nodes come up in their order. */
export function createTreeCheck({ tree, ledgers }: Collections, ledger: string): TreeCheck {
  const cursors = new Map<number, FindCursor<TreeNode>>();
  const cursorOf = (tileLevel: number) => {
    const found = cursors.get(tileLevel);
    if (found !== undefined) return found;
    const cursor = tree.find({ ledger, tileLevel }, { sort: { index: 1 }, batchSize: 256 });
    cursors.set(tileLevel, cursor);
    return cursor;
  };
  const wrong = (tileLevel: number, index: number, message: string): Break => ({
    code: 'TREE_NODE_WRONG',
    ledger,
    position: (index + 1) * TILE_WIDTH ** tileLevel,
    message,
  });

  return {
    async check(nodes) {
      for (const { tileLevel, index, hash } of nodes) {
        const kept = await cursorOf(tileLevel).next();
        if (kept?.index === index && isHash(kept.hash, hash)) continue;
        const where = `node ${index} of level ${tileLevel}`;
        const message =
          kept?.index === index
            ? `The kept hash of ${where} isn't that of the events under it.`
            : `The kept tree has no ${where}.`;
        return wrong(tileLevel, index, message);
      }
      return undefined;
    },
    async finish() {
      // Counted before the head is read: what is appended meanwhile is never a surplus.
      const count = await tree.countDocuments({ ledger });
      const head = await ledgers.findOne({ _id: ledger });
      const position = head?.position ?? 0;
      const expected = completeSubtrees(position);
      if (count <= expected) return undefined;
      const message = `The kept tree has ${count} nodes; ${position} events have ${expected}.`;
      return { code: 'TREE_NODE_WRONG', ledger, position: position + 1, message };
    },
    async close() {
      for (const cursor of cursors.values()) await cursor.close();
    },
  };
}

function completeSubtrees(leaves: number): number {
  let count = 0;
  for (let at = Math.floor(leaves / TILE_WIDTH); at > 0; at = Math.floor(at / TILE_WIDTH)) {
    count += at;
  }
  return count;
}

function isHash(kept: unknown, hash: Uint8Array): boolean {
  const bytes = (kept as { buffer?: unknown } | null)?.buffer;
  return bytes instanceof Uint8Array && Buffer.compare(bytes, hash) === 0;
}
