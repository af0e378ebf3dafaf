import { describe, expect, it } from '@jest/globals';
import { Binary } from 'mongodb';
import type { OfficeState, Row } from '../../src/domain/states.js';
import { createKnownRows } from '../../src/projections/known-rows.js';
import { createRows } from '../../src/projections/rows.js';
import type { LedgerHead } from '../../src/store/collections.js';

const hash = (byte: number) => new Binary(Buffer.alloc(32, byte));
const headAt = (position: number, changes: Partial<LedgerHead> = {}): LedgerHead => ({
  _id: 'rmbc',
  position,
  recordedAt: new Date(1_700_000_000_000 + position),
  frontier: [hash(position)],
  models: { offices: { generation: 1, evolveVersion: 1 } },
  lockedAt: new Date(),
  ...changes,
});
const office = (n: number, position = n): Row<OfficeState> => ({
  id: `office_rmbc_000${n}`,
  streamVersion: 1,
  position,
  state: {
    officeId: `office_rmbc_000${n}`,
    name: `Oficina ${n}`,
    aliases: [],
    keys: [],
    names: [],
  },
});
const rowsOf = (...offices: readonly Row<OfficeState>[]) => {
  const rows = createRows();
  for (const row of offices) rows.load('offices', row);
  return rows;
};
const needs = [1, 2, 3].map((n) => ({ model: 'offices', id: office(n).id }) as const);
const filled = (known: ReturnType<typeof createKnownRows>, head: LedgerHead) => {
  const rows = createRows();
  known.fill(head, needs, rows);
  return rows.all('offices');
};

describe('rows that a process knows', () => {
  it('are those of all its batches in a row, each as the last one left it', () => {
    const known = createKnownRows();
    known.keep(headAt(0), headAt(2), rowsOf(office(1), office(2)));
    known.keep(headAt(2), headAt(3), rowsOf(office(2, 3)));
    expect(filled(known, headAt(3))).toEqual([office(1), office(2, 3)]);
  });

  it('never take the place of a row that is loaded already', () => {
    const known = createKnownRows();
    known.keep(headAt(0), headAt(2), rowsOf(office(1)));
    const rows = rowsOf(office(1, 9));
    known.fill(headAt(2), needs, rows);
    expect(rows.all('offices')).toEqual([office(1, 9)]);
  });

  it.each([
    ['moved on', headAt(4)],
    ['holds other events at the same position', headAt(3, { frontier: [hash(9)] })],
    ['has another time', headAt(3, { recordedAt: new Date(0) })],
    [
      'has another generation active',
      headAt(3, { models: { offices: { generation: 2, evolveVersion: 1 } } }),
    ],
    ['is of another ledger', headAt(3, { _id: 'otra' })],
  ])('are of no use when the head %s', (_, head) => {
    const known = createKnownRows();
    known.keep(headAt(0), headAt(3), rowsOf(office(1)));
    expect(filled(known, headAt(3))).toHaveLength(1);
    expect(filled(known, head)).toEqual([]);
  });

  it('before another process wrote are not mixed with those after', () => {
    const known = createKnownRows();
    known.keep(headAt(0), headAt(2), rowsOf(office(1), office(2)));
    known.keep(headAt(3), headAt(4), rowsOf(office(3)));
    expect(filled(known, headAt(4))).toEqual([office(3)]);
  });

  it('are forgotten after a try that failed', () => {
    const known = createKnownRows();
    known.keep(headAt(0), headAt(3), rowsOf(office(1)));
    known.forget('rmbc');
    expect(filled(known, headAt(3))).toEqual([]);
  });

  it('are bounded in number', () => {
    const known = createKnownRows(3);
    known.keep(headAt(0), headAt(2), rowsOf(office(1), office(2)));
    expect(filled(known, headAt(2))).toHaveLength(2);
    known.keep(headAt(2), headAt(3), rowsOf(office(3)));
    expect(filled(known, headAt(3))).toEqual([]);
  });
});
