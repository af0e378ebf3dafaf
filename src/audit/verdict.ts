import { rootOf } from '../store/merkle.js';
import type { Break } from './breaks.js';
import type { LogFindings } from './log-check.js';
import type { Loss } from './restores.js';

/** What a verification found of one ledger. It holds when there is no `broken`. */
export interface Verdict {
  readonly ledger: string;
  /** How many events were found good, from the first on. */
  readonly size: number;
  /** Of these events, in base64: what a checkpoint of this size must say. */
  readonly rootHash: string;
  readonly checkpoints: number;
  /** Entries of which a text was redacted, as an event of the log says. */
  readonly redacted: number;
  /** Entries that still have a text that an event says is redacted: it was broken off. */
  readonly unredacted: number;
  /** Checkpoints that were brought and don't fit, as a restore on record explains. */
  readonly losses?: readonly Loss[];
  /** Why what was published couldn't be compared with the log, which itself is sound. */
  readonly uncompared?: string;
  readonly broken?: Break;
}

export function verdictOf(
  ledger: string,
  { frontier, checkpoints, redacted, unredacted, losses }: LogFindings,
  broken: Break | undefined,
): Verdict {
  const rootHash = Buffer.from(rootOf(frontier)).toString('base64');
  const lost = losses.length === 0 ? {} : { losses };
  const facts = {
    ledger,
    size: frontier.size,
    rootHash,
    checkpoints,
    redacted,
    unredacted,
    ...lost,
  };
  return broken === undefined ? facts : { ...facts, broken };
}
