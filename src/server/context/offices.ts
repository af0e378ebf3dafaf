import type { Context } from '../../../schema/context.js';
import type { MomentView } from '../../../schema/views.js';
import { ledgerOf } from '../../domain/ids.js';
import type { OfficeState, Row } from '../../domain/states.js';
import type { Loaders } from './loaders.js';
import { officeView, ofMoment } from './views.js';

/** Offices by their ids: as they are, or as those that answer for them. */
export function officesOf(loaders: Loaders): Pick<Context, 'office' | 'offices' | 'answering'> {
  const momentOf = ([id]: readonly string[], when: Parameters<Loaders['moment']>[1]) =>
    loaders.moment(id === undefined ? undefined : ledgerOf('office', id), when);
  const office = async (id: string, at: MomentView | undefined) => {
    const row = await loaders.row('offices', id, at);
    return row && ofMoment(officeView(row), at);
  };
  /** Follows merges to their end. They can't go in a circle: what went into another takes none in. */
  const lastOf = async (
    id: string,
    at: MomentView | undefined,
  ): Promise<Row<OfficeState> | undefined> => {
    const row = await loaders.row('offices', id, at);
    return row?.state.mergedInto === undefined ? row : lastOf(row.state.mergedInto, at);
  };
  return {
    office: async (id, when) => office(id, await momentOf([id], when)),
    async offices(ids, when) {
      const at = await momentOf(ids, when);
      const views = await Promise.all(ids.map((id) => office(id, at)));
      return views.filter((view) => view !== undefined);
    },
    async answering(ids, when) {
      const at = await momentOf(ids, when);
      const rows = (await Promise.all(ids.map((id) => lastOf(id, at)))).filter(
        (row) => row !== undefined,
      );
      const distinct = new Map(rows.map((row) => [row.id, row]));
      return [...distinct.values()].map((row) => ofMoment(officeView(row), at));
    },
  };
}
