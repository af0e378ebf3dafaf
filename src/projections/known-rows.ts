import type { Model, Row, States } from '../domain/states.js';
import type { Need } from '../domain/world.js';
import type { LedgerHead } from '../store/collections.js';
import { stateMark } from '../store/head.js';
import { modelNames } from './fold.js';
import type { Rows } from './rows.js';

/** Of all ledgers together: with their texts, some tens of megabytes. */
const defaultMaxRows = 10_000;

/**
 * What this process knows of the rows, so that it needn't read again what it has just written. It
 * is asked under the head's lock, and answers only while the head is to the letter the one that
 * this process left: then nothing was recorded since, and reading would give the same. An append of
 * another process, a rebuild's flip, a redaction, a restored backup: each makes another head.
 */
export interface KnownRows {
  /** Loads those of the needed rows that are known; what is looked up by value never is. */
  fill(head: LedgerHead, needs: readonly Need[], rows: Rows): void;
  /** After a commit: the head it was decided under, the one that it left, and its rows. */
  keep(before: LedgerHead, after: LedgerHead, rows: Rows): void;
  /** After a try that failed: it may have been recorded all the same. */
  forget(ledger: string): void;
}

interface Known {
  readonly mark: string;
  readonly rows: Map<string, Row<States[Model]>>;
}

export function createKnownRows(maxRows = defaultMaxRows): KnownRows {
  const ledgers = new Map<string, Known>();

  return {
    fill(head, needs, rows) {
      const known = ledgers.get(head._id);
      if (known?.mark !== stateMark(head)) return;
      for (const need of needs) {
        const row = 'id' in need ? known.rows.get(keyOf(need.model, need.id)) : undefined;
        if (row !== undefined && rows.row(need.model, row.id) === undefined) {
          rows.load(need.model, row);
        }
      }
    },
    keep(before, after, rows) {
      const known = ledgers.get(before._id);
      const next =
        known?.mark === stateMark(before) ? known.rows : new Map<string, Row<States[Model]>>();
      for (const model of modelNames) {
        for (const row of rows.all(model)) next.set(keyOf(model, row.id), row);
      }
      ledgers.set(before._id, { mark: stateMark(after), rows: next });
      const kept = [...ledgers.values()].reduce((sum, { rows: { size } }) => sum + 1 + size, 0);
      if (kept > maxRows) ledgers.clear();
    },
    forget(ledger) {
      ledgers.delete(ledger);
    },
  };
}

const keyOf = (model: Model, id: string) => `${model} ${id}`;
