import type { Context } from '../../../schema/context.js';
import type { OfficeState, Row } from '../../domain/states.js';
import type { Loaders } from './loaders.js';
import { officeView } from './views.js';

/** Offices by their ids: as they are, or as those that answer for them now. */
export function officesOf(loaders: Loaders): Pick<Context, 'office' | 'offices' | 'answering'> {
  const office = async (id: string) => {
    const row = await loaders.row('offices', id);
    return row && officeView(row);
  };
  /** Follows merges to their end. They can't go in a circle: what went into another takes none in. */
  const lastOf = async (id: string): Promise<Row<OfficeState> | undefined> => {
    const row = await loaders.row('offices', id);
    return row?.state.mergedInto === undefined ? row : lastOf(row.state.mergedInto);
  };
  return {
    office,
    async offices(ids) {
      const views = await Promise.all(ids.map(office));
      return views.filter((view) => view !== undefined);
    },
    async answering(ids) {
      const rows = (await Promise.all(ids.map(lastOf))).filter((row) => row !== undefined);
      return [...new Map(rows.map((row) => [row.id, row])).values()].map(officeView);
    },
  };
}
