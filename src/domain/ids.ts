import { createHash } from 'node:crypto';

/** Kinds of things whose ids are made here; an entity's id is its ledger's name. */
export type IdKind = 'plan' | 'action' | 'office' | 'import' | 'evidence';

/**
 * The id of a thing that a command creates: its kind, its ledger, and letters that carry no
 * meaning. It follows from the command's id, so the same command sent twice names the same thing.
 */
export function idFor(kind: IdKind, ledger: string, commandId: string): string {
  const letters = createHash('sha256').update(`${kind} ${ledger} ${commandId}`).digest('hex');
  return `${kind}_${ledger}_${letters.slice(0, 20)}`;
}

const pattern =
  /^(plan|action|office|import|evidence)_([a-z][a-z0-9-]{1,30})_[a-z0-9]{4,40}(\/(\d{4}-)?Q[1-4])?$/;

/** The ledger that a thing belongs to; undefined when this can't be an id of that kind. */
export function ledgerOf(kind: IdKind, id: string): string | undefined {
  const match = pattern.exec(id);
  return match?.[1] === kind ? match[2] : undefined;
}

/** A slug, as ledgers and entities have it. */
export function isLedgerName(id: string): boolean {
  return /^[a-z][a-z0-9-]{1,30}$/.test(id);
}

/** The ledger that an id of any kind speaks of: an entity's own, `plan_…`, or `rmbc:17`. */
export function ledgerIn(id: string): string | undefined {
  const [place = ''] = id.split(':');
  return isLedgerName(place) ? place : pattern.exec(place)?.[2];
}
