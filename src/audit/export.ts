import { originOf } from '../store/checkpoint-note.js';
import type { Collections } from '../store/collections.js';
import type { PublicKey } from '../store/keys.js';
import { verifierText } from '../store/keys.js';
import { databaseItems } from './database-items.js';
import type { ExportLine } from './export-lines.js';
import { exportFormat, exportFormatVersion } from './export-lines.js';
import type { LogItem } from './log-check.js';

export interface ExportOptions {
  readonly ledgers: readonly string[];
  readonly publicKeys: readonly PublicKey[];
  readonly now: Date;
  readonly onProgress?: (events: number, total: number) => void;
}

/**
 * Everything that it takes to verify these ledgers without the database, as NDJSON: pieces of
 * text, each of whole lines, of which no more than a batch is in memory. What is stored is given
 * out as it is, broken or not; judging it is for `verify`.
 */
export async function* exportLines(
  collections: Collections,
  { ledgers, publicKeys, now, onProgress }: ExportOptions,
): AsyncGenerator<string> {
  const heads = await collections.ledgers.find({ _id: { $in: [...ledgers] } }).toArray();
  const total = heads.reduce((sum, { position }) => sum + position, 0);
  let done = 0;
  yield lineOf({
    kind: 'header',
    format: exportFormat,
    formatVersion: exportFormatVersion,
    exportedAt: now.toISOString(),
    ledgers: heads.map(({ _id }) => _id),
  });
  for (const { _id: ledger, position: size } of heads) {
    const keys = publicKeys.map((key) => verifierText(originOf(ledger), key));
    yield lineOf({ kind: 'ledger', ledger, size, keys });
    const counts = { event: 0, checkpoint: 0 };
    for await (const items of databaseItems(collections, ledger, size)) {
      for (const { kind } of items) counts[kind] += 1;
      yield items.map(itemLine).join('');
      onProgress?.((done += items.length), total);
    }
    yield lineOf({ kind: 'end', ledger, events: counts.event, checkpoints: counts.checkpoint });
  }
}

function itemLine(item: LogItem): string {
  if (item.kind === 'event') {
    // The database's own id means nothing elsewhere, and isn't part of the leaf.
    const { _id: _, ...event } = item.event as typeof item.event & { readonly _id?: unknown };
    return lineOf({ kind: 'event', event });
  }
  const { ledger, size, rootHash, note, at } = item.checkpoint;
  return lineOf({ kind: 'checkpoint', checkpoint: { ledger, size, rootHash, note, at } });
}

function lineOf(line: ExportLine): string {
  return `${JSON.stringify(line)}\n`;
}
