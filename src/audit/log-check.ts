import type { TreeHead } from '../store/checkpoint-note.js';
import type { Checkpoint, StoredEvent } from '../store/collections.js';
import type { PublicKey } from '../store/keys.js';
import type { Frontier, TileHash } from '../store/merkle.js';
import { appendLeaves, EMPTY_FRONTIER, rootOf } from '../store/merkle.js';
import type { Break } from './breaks.js';
import { earlier } from './breaks.js';
import { beyondLog, compareRoot, openKept } from './checkpoint-check.js';
import { createEventCheck } from './event-check.js';

/** What a ledger consists of, in order: a checkpoint follows the last event that it is about. */
export type LogItem =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint };

export interface LogCheckOptions {
  /** Whose signatures hold. */
  readonly publicKeys: readonly PublicKey[];
  /** Checkpoints kept outside, of this ledger; their signatures are checked already. */
  readonly outside: readonly TreeHead[];
  /** Compares subtrees with those kept. */
  readonly checkNodes?: (nodes: readonly TileHash[]) => Promise<Break | undefined>;
  readonly onProgress?: (events: number) => void;
}

export interface LogFindings {
  /** The events that were found good: all of them, when nothing is broken. */
  readonly frontier: Frontier;
  readonly last: StoredEvent | undefined;
  readonly checkpoints: number;
  readonly redacted: number;
  readonly broken?: Break;
}

/** Verifies a ledger from its first event on, and stops at the first break. */
export async function checkLog(
  ledger: string,
  batches: AsyncIterable<readonly LogItem[]>,
  options: LogCheckOptions,
): Promise<LogFindings> {
  const { publicKeys, checkNodes = () => Promise.resolve(undefined), onProgress } = options;
  const outside = [...options.outside].sort((a, b) => a.size - b.size);
  const events = createEventCheck(ledger);
  let frontier = EMPTY_FRONTIER;
  let leaves: Uint8Array[] = [];
  let last: StoredEvent | undefined;
  let checkpoints = 0;

  /** Hashes are added up many at a time, but never past a checkpoint. */
  const grow = async () => {
    const grown = appendLeaves(frontier, leaves);
    leaves = [];
    frontier = grown.frontier;
    return grown.completed.length === 0 ? undefined : checkNodes(grown.completed);
  };

  const checkEvent = async (event: StoredEvent) => {
    const leaf = events.check(event);
    if (!(leaf instanceof Uint8Array)) return earlier(await grow(), leaf);
    leaves.push(leaf);
    last = event;
    while (outside[0] !== undefined && outside[0].size <= event.position) {
      const broken = (await grow()) ?? compareRoot(outside[0], rootOf(frontier), 'outside');
      if (broken !== undefined) return broken;
      outside.shift();
    }
    return undefined;
  };

  const checkKept = async (kept: Checkpoint) => {
    const nodes = await grow();
    if (nodes !== undefined) return nodes;
    const head = openKept(kept, ledger, publicKeys);
    if ('code' in head) return head;
    if (head.size > frontier.size) return beyondLog(head, frontier.size, 'kept');
    checkpoints += 1;
    // One that stands elsewhere than at its size can't be compared with the root of its size.
    return compareRoot(head, head.size < frontier.size ? new Uint8Array() : rootOf(frontier), 'kept');
  };

  const findings = (broken: Break | undefined): LogFindings => {
    const facts = { frontier, last, checkpoints, redacted: events.redacted };
    return broken === undefined ? facts : { ...facts, broken };
  };

  for await (const batch of batches) {
    for (const item of batch) {
      const broken =
        item.kind === 'event' ? await checkEvent(item.event) : await checkKept(item.checkpoint);
      if (broken !== undefined) return findings(broken);
    }
    const broken = await grow();
    if (broken !== undefined) return findings(broken);
    onProgress?.(frontier.size);
  }
  const [brought] = outside;
  if (brought !== undefined) return findings(beyondLog(brought, frontier.size, 'outside'));
  return findings(events.unexplained());
}
