import { findDrift } from '../projections/drift.js';
import type { Connection } from '../store/connect.js';
import type { Break } from './breaks.js';

/** The first row that isn't what its events fold to. */
export async function checkRows(
  connection: Connection,
  ledger: string,
): Promise<Break | undefined> {
  for await (const { model, id, kind } of findDrift({ connection, ledger })) {
    const message = `The row ${id} of ${model} ${words[kind]}. The log is sound: run "bitacora rebuild".`;
    return { code: 'ROW_DIFFERS', ledger, position: 0, message };
  }
  return undefined;
}

const words = {
  differs: `isn't what its events fold to`,
  missing: 'is missing',
  extra: 'is of no event',
} as const;
