import type { TreeHead } from '../store/checkpoint-note.js';
import type { Checkpoint, StoredEvent } from '../store/collections.js';
import type { PublicKey } from '../store/keys.js';
import type { Frontier, TileHash } from '../store/merkle.js';
import { appendLeaves, EMPTY_FRONTIER, rootOf } from '../store/merkle.js';
import type { Break } from './breaks.js';
import { earlier } from './breaks.js';
import { beyondLog, compareRoot, openKept } from './checkpoint-check.js';
import { createEventCheck } from './event-check.js';
import type { Loss } from './restores.js';
import { createOutsideCheck } from './restores.js';

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
  /** Told, now and then, how many events were checked since the last time. */
  readonly onProgress?: (events: number) => void;
}

export interface LogFindings {
  /** The events that were found good: all of them, when nothing is broken. */
  readonly frontier: Frontier;
  readonly last: StoredEvent | undefined;
  readonly checkpoints: number;
  readonly redacted: number;
  readonly unredacted: number;
  /** Checkpoints from outside that don't fit, as a restore on record explains. */
  readonly losses: readonly Loss[];
  readonly broken?: Break;
}

/** Of a ledger that was not looked at. */
export const foundNothing: LogFindings = {
  frontier: EMPTY_FRONTIER,
  last: undefined,
  checkpoints: 0,
  redacted: 0,
  unredacted: 0,
  losses: [],
};

type Check = Promise<Break | undefined>;

/** Verifies a ledger from its first event on, and stops at the first break. */
export async function checkLog(
  ledger: string,
  batches: AsyncIterable<readonly LogItem[]>,
  options: LogCheckOptions,
): Promise<LogFindings> {
  const log = createLogCheck(ledger, options);
  for await (const batch of batches) {
    const before = log.size();
    for (const item of batch) {
      const checked = log.check(item);
      // Most events have nothing to wait for.
      const broken = checked instanceof Promise ? await checked : checked;
      if (broken !== undefined) return log.findings(broken);
    }
    const broken = await log.grow();
    if (broken !== undefined) return log.findings(broken);
    options.onProgress?.(log.size() - before);
  }
  return log.findings(log.finish());
}

function createLogCheck(ledger: string, options: LogCheckOptions) {
  const outside = createOutsideCheck(options.outside);
  const events = createEventCheck(ledger);
  let frontier = EMPTY_FRONTIER;
  let leaves: Uint8Array[] = [];
  let last: StoredEvent | undefined;
  let [checkpoints, ended] = [0, false];

  /** Hashes are added up many at a time, but never past a checkpoint. */
  const grow = async (): Check => {
    const grown = appendLeaves(frontier, leaves);
    leaves = [];
    frontier = grown.frontier;
    return grown.completed.length === 0 ? undefined : options.checkNodes?.(grown.completed);
  };

  const checkEvent = (event: StoredEvent): Check | undefined => {
    const leaf = events.check(event);
    if (!(leaf instanceof Uint8Array)) return grow().then((broken) => earlier(broken, leaf));
    leaves.push(leaf);
    last = event;
    outside.see(event);
    return outside.isDue(event.position) ? compareOutside(event.position) : undefined;
  };

  const compareOutside = async (position: number): Check => {
    const broken = await grow();
    while (broken === undefined && outside.isDue(position)) outside.compare(rootOf(frontier));
    return broken;
  };

  const checkKept = async (kept: Checkpoint): Check => {
    const wrong = await grow();
    if (wrong !== undefined) return wrong;
    const head = openKept(kept, ledger, options.publicKeys);
    if ('code' in head) return head;
    if (head.size > frontier.size) return beyondLog(head, frontier.size, 'kept');
    checkpoints += 1;
    return compareKept(head, frontier);
  };

  return {
    grow,
    size: () => frontier.size,
    check: (item: LogItem): Check | undefined =>
      item.kind === 'event' ? checkEvent(item.event) : checkKept(item.checkpoint),
    finish(): Break | undefined {
      ended = true;
      return events.unexplained();
    },
    findings(found: Break | undefined): LogFindings {
      const { losses, broken: misfit } = outside.judge(ended ? frontier.size : undefined);
      const broken = earlier(misfit, found);
      const { redacted, unredacted } = events;
      const facts = { frontier, last, checkpoints, redacted, unredacted, losses };
      return broken === undefined ? facts : { ...facts, broken };
    },
  };
}

/** One that stands elsewhere than at its size can't be compared with the root of its size. */
function compareKept(head: TreeHead, frontier: Frontier): Break | undefined {
  const root = head.size < frontier.size ? new Uint8Array() : rootOf(frontier);
  return compareRoot(head, root, 'kept');
}
