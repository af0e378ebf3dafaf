import type { Model, States } from '../../domain/states.js';
import type { Rows } from '../rows.js';
import { alikeRows } from './alike-rows.js';
import { mergesOf } from './basis.js';
import { groupSums } from './group-sums.js';
import type { Moment, Where } from './moment.js';

/** A ledger as it was known at a position, from rows in memory: the same figures as a snapshot. */
export function momentOf(rows: Rows, ledger: string, position: number): Moment {
  const all = <M extends Model>(model: M): readonly States[M][] =>
    rows.all(model).map(({ state }) => state);
  const merges = mergesOf(all('offices'));
  return {
    positions: new Map([[ledger, position]]),
    merges,
    states: (model, where) => Promise.resolve(all(model).filter((state) => meets(state, where))),
    statesById: (model, ids) => Promise.resolve(ids.flatMap((id) => rows.get(model, id) ?? [])),
    countActions({ planId }) {
      const where = { planId, withdrawn: false };
      return Promise.resolve(rows.find({ model: 'actions', where }).length);
    },
    sums(plans, grouping) {
      const here = { ...grouping, merges };
      return Promise.resolve(
        plans.map((plan) => groupSums(alikeRows(all('reports'), plan.planId, here), plan, here)),
      );
    },
  };
}

/** The conditions that snapshots are asked with: equal, or one of several. */
function meets(state: object, where: Where): boolean {
  const values = new Map<string, unknown>(Object.entries(state));
  return Object.entries(where).every(([field, wanted]) => {
    const value = values.get(field) ?? null;
    const options = (wanted as { $in?: readonly unknown[] } | null)?.$in;
    return options === undefined ? value === wanted : options.includes(value);
  });
}
