import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { publicationHash } from '../../src/domain/publication.js';
import { fold } from '../../src/projections/fold.js';
import type { Recomputed } from '../../src/projections/recomputed.js';
import { recomputed } from '../../src/projections/recomputed.js';
import { createRows } from '../../src/projections/rows.js';
import type { StoredEvent } from '../../src/store/collections.js';
import { decode } from '../../src/store/decode.js';

// Two plans as they were once recorded, with three closings each: every state, signal and kind of
// expectation that a quarter can have. The file is frozen, as what it stands for is: `verify`
// computes each publication that was ever made anew, and must find what was published then.

const file = new URL('published.json', import.meta.url);
const stored = JSON.parse(readFileSync(file, 'utf8')) as readonly (Omit<
  StoredEvent,
  'recordedAt'
> & { readonly recordedAt: string })[];

const closings: Recomputed[] = [];
for (const ledger of new Set(stored.map((event) => event.ledger))) {
  const rows = createRows();
  for (const kept of stored.filter((event) => event.ledger === ledger)) {
    const event = decode({ ...kept, recordedAt: new Date(kept.recordedAt) });
    if (event.type === 'PeriodClosed') closings.push(recomputed(event, rows));
    fold(event, rows);
  }
}

describe('what was published once', () => {
  it.each(closings.map((one) => [one.closing.ledger, one.closing.position, one] as const))(
    'is what the rules of today give for it: %s, position %d',
    (_ledger, _position, { closing, publication }) => {
      expect(publication && publicationHash(publication)).toBe(closing.data.publicationHash);
    },
  );

  it('had every state and every signal', () => {
    const actions = closings.flatMap(({ publication }) => publication?.actions ?? []);
    const kinds = (of: (action: (typeof actions)[number]) => string) =>
      [...new Set(actions.map(of))].toSorted();
    expect(kinds(({ signal }) => signal)).toEqual(['GREEN', 'NO_DATA', 'OVER', 'RED', 'YELLOW']);
    expect(kinds(({ state }) => state)).toEqual([
      'NOT_APPLICABLE',
      'NOT_DUE',
      'OVERDUE',
      'PUBLISHED',
      'RETURNED',
    ]);
    expect(actions.some(({ expected }) => expected === undefined)).toBe(true);
    expect(actions.some(({ percent }) => percent === 0)).toBe(true);
    expect(closings).toHaveLength(6);
  });
});
