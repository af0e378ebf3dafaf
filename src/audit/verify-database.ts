import type { Collections } from '../store/collections.js';
import { Fault } from '../store/faults.js';
import type { PublicKey } from '../store/keys.js';
import type { Break } from './breaks.js';
import type { Brought } from './brought.js';
import { openBrought } from './brought.js';
import { databaseItems } from './database-items.js';
import { checkBeyondHead, checkHead } from './head-check.js';
import { checkLog, foundNothing } from './log-check.js';
import { checkPublications } from './publications-check.js';
import { createTreeCheck } from './tree-check.js';
import type { Verdict } from './verdict.js';
import { verdictOf } from './verdict.js';

export interface VerifyOptions {
  /** Whose signatures hold. */
  readonly publicKeys: readonly PublicKey[];
  /** Checkpoints kept outside. */
  readonly brought: readonly Brought[];
  /** Only this ledger. */
  readonly ledger?: string;
  readonly onProgress?: (events: number, total: number) => void;
}

/**
 * Verifies the ledgers of a database against themselves, against the checkpoints kept with them
 * and against those that were brought, and what was published against the log. Appends may go on
 * meanwhile: each ledger is verified as far as its head was when its turn came.
 */
export async function verifyDatabase(
  collections: Collections,
  options: VerifyOptions,
): Promise<readonly Verdict[]> {
  const ledgers = options.ledger === undefined ? await namesIn(collections) : [options.ledger];
  const heads = await collections.ledgers.find({ _id: { $in: [...ledgers] } }).toArray();
  const total = heads.reduce((sum, { position }) => sum + position, 0);
  let done = 0;
  const onProgress = (events: number) => options.onProgress?.((done += events), total);
  const brought = options.brought.map(({ ledger }) => ledger);
  const verdicts: Verdict[] = [];
  for (const ledger of new Set([...ledgers, ...brought])) {
    verdicts.push(await verifyLedger(collections, ledger, { ...options, onProgress }));
  }
  return verdicts;
}

async function verifyLedger(
  collections: Collections,
  ledger: string,
  options: VerifyOptions & { readonly onProgress: (events: number) => void },
): Promise<Verdict> {
  const outside = openBrought(options.brought, ledger, options.publicKeys);
  if ('code' in outside) return verdictOf(ledger, foundNothing, outside);
  const head = await collections.ledgers.findOne({ _id: ledger });
  const tree = createTreeCheck(collections, ledger);
  try {
    const { publicKeys, onProgress } = options;
    const items = databaseItems(collections, ledger, head?.position ?? 0);
    const check = { publicKeys, outside, checkNodes: tree.check, onProgress };
    const findings = await checkLog(ledger, items, check);
    let { broken } = findings;
    // Whatever follows a break follows from it.
    if (broken === undefined) {
      broken = head === null ? noHead(ledger) : checkHead(head, findings);
      broken ??= await checkBeyondHead(collections, ledger);
      broken ??= await tree.finish();
    }
    if (broken !== undefined) return verdictOf(ledger, findings, broken);
    return await withPublications(collections, verdictOf(ledger, findings, undefined));
  } finally {
    await tree.close();
  }
}

/** A log of a newer program is verified all the same; what it published can't be computed here. */
async function withPublications(collections: Collections, verdict: Verdict): Promise<Verdict> {
  try {
    const broken = await checkPublications(collections, verdict.ledger, verdict.size);
    return broken === undefined ? verdict : { ...verdict, broken };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'EVENT_UNREADABLE') throw error;
    return { ...verdict, uncompared: error.message };
  }
}

/** Of a ledger that lost its head or all its events, something else may still tell. */
async function namesIn({ ledgers, events, checkpoints, tree, publications }: Collections) {
  const names: unknown[] = (
    await Promise.all([
      ledgers.distinct('_id'),
      events.distinct('ledger'),
      checkpoints.distinct('ledger'),
      tree.distinct('ledger'),
      publications.distinct('ledger'),
    ])
  ).flat();
  return [...new Set(names.map(String))].sort();
}

function noHead(ledger: string): Break {
  const message = 'There is no ledger of this name, or its head was removed.';
  return { code: 'HEAD_WRONG', ledger, position: 0, message };
}
