import type { RecordedEvent } from '../../../events/index.js';
import type { Context } from '../../../schema/context.js';
import type { ChangeView, MomentView } from '../../../schema/views.js';
import { dateInBogota } from '../../domain/quarter.js';
import { reportIdOf } from '../../domain/report.js';
import type { Change, ChangeSide, KnownBefore } from '../../projections/changes.js';
import { changesOf } from '../../projections/changes.js';
import type { Loaders } from './loaders.js';

/** What entries changed, with offices by their names. */
export function changesIn(loaders: Loaders): Pick<Context, 'changesOf'> {
  return {
    async changesOf(entry) {
      const event = entry as RecordedEvent;
      return Promise.all(
        changesOf(event, await knownBefore(loaders, event)).map(async (change) => ({
          field: change.field,
          ...(await sidesOf(loaders, change, entry.asOf, entry.asOf)),
        })),
      );
    },
  };
}

async function knownBefore(loaders: Loaders, event: RecordedEvent): Promise<KnownBefore> {
  const { ledger, position, recordedAt } = event;
  if (event.type === 'PlanWeightsSet') {
    const weights = await loaders.weightsBefore({ ledger, planId: event.data.planId, position });
    return weights === undefined ? {} : { weights };
  }
  if (event.type === 'ReportReturned') {
    const at = { position: position - 1, on: dateInBogota(recordedAt) };
    const id = reportIdOf(event.data.actionId, event.data.quarter);
    const submission = (await loaders.row('reports', id, at))?.state.submission;
    return submission === undefined ? {} : { submission };
  }
  return {};
}

/** Both sides of a change as they are shown, each with the names that offices had at its moment. */
export async function sidesOf(
  loaders: Loaders,
  { before, after }: Omit<Change, 'field'>,
  from: MomentView | undefined,
  to: MomentView | undefined,
): Promise<Omit<ChangeView, 'field'>> {
  const [was, is] = await Promise.all([
    sideText(loaders, before, from),
    sideText(loaders, after, to),
  ]);
  return {
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
    beforeRedacted: isRedacted(before),
    afterRedacted: isRedacted(after),
  };
}

const isRedacted = (side: ChangeSide | undefined) => side !== undefined && 'redacted' in side;

async function sideText(
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
