import type { RecordedEvent } from '../../../events/index.js';
import type { Context } from '../../../schema/context.js';
import type { MomentView } from '../../../schema/views.js';
import type { ChangeSide } from '../../projections/changes.js';
import { changesOf } from '../../projections/changes.js';
import type { Loaders } from './loaders.js';

/** What entries changed, with offices by their names. */
export function changesIn(loaders: Loaders): Pick<Context, 'changesOf'> {
  return {
    async changesOf(entry) {
      return Promise.all(
        changesOf(entry as RecordedEvent).map(async ({ field, before, after }) => {
          const [from, to] = await Promise.all([
            sideText(loaders, before, entry.asOf),
            sideText(loaders, after, entry.asOf),
          ]);
          return {
            field,
            ...(from === undefined ? {} : { before: from }),
            ...(to === undefined ? {} : { after: to }),
            beforeRedacted: isRedacted(before),
            afterRedacted: isRedacted(after),
          };
        }),
      );
    },
  };
}

export const isRedacted = (side: ChangeSide | undefined) =>
  side !== undefined && 'redacted' in side;

/** One side of a change, offices by the names that they have at the moment. */
export async function sideText(
  loaders: Loaders,
  side: ChangeSide | undefined,
  at: MomentView | undefined,
): Promise<string | undefined> {
  if (side === undefined || 'redacted' in side) return undefined;
  if ('text' in side) return side.text;
  const names = side.officeIds.map(async (id) => {
    const office = await loaders.row('offices', id, at);
    return office?.state.name ?? id;
  });
  return (await Promise.all(names)).join('; ');
}
