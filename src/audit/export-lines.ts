import type { Checkpoint, StoredEvent } from '../store/collections.js';

export const exportFormat = 'bitacora-audit-export';
export const exportFormatVersion = 1;

/**
 * A line of an export, as JSON. The header comes first; then for each ledger one `ledger` line,
 * its events by position, each checkpoint after the last event that it is about, and `end`.
 */
export type ExportLine = HeaderLine | LedgerLine | EventLine | CheckpointLine | EndLine;

export interface HeaderLine {
  readonly kind: 'header';
  readonly format: typeof exportFormat;
  readonly formatVersion: number;
  readonly exportedAt: string;
  readonly ledgers: readonly string[];
}

export interface LedgerLine {
  readonly kind: 'ledger';
  readonly ledger: string;
  /** Of the head when the export began; so many events follow. */
  readonly size: number;
  /** Verifier keys under the ledger's name, in note format: the one that signs, then former ones. */
  readonly keys: readonly string[];
}

export interface EventLine {
  readonly kind: 'event';
  /** As stored, with its salts; times as text. */
  readonly event: Omit<StoredEvent, 'recordedAt'> & { readonly recordedAt: unknown };
}

export interface CheckpointLine {
  readonly kind: 'checkpoint';
  readonly checkpoint: Omit<Checkpoint, 'at'> & { readonly at: unknown };
}

export interface EndLine {
  readonly kind: 'end';
  readonly ledger: string;
  readonly events: number;
  readonly checkpoints: number;
}
