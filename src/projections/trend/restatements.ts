import type { PercentMode, RecordedEvent } from '../../../events/index.js';
import { actionStream } from '../../domain/action.js';
import { expectedIn } from '../../domain/expected.js';
import { periodIdOf, periodStream } from '../../domain/period.js';
import { reportIdOf } from '../../domain/report.js';
import type { Signal } from '../../domain/signal.js';
import { defaultPolicy, efficacyOf, signalOf } from '../../domain/signal.js';
import type { PeriodState, ReportState } from '../../domain/states.js';
import type { Collections, StoredEvent } from '../../store/collections.js';
import { decode } from '../../store/decode.js';
import { fold } from '../fold.js';
import { createRows } from '../rows.js';

/** A change of a closed quarter: the report before it and after it. */
export interface Restatement {
  readonly event: RecordedEvent;
  readonly actionId: string;
  readonly before?: number;
  readonly after?: number;
  readonly narrativeChanged: boolean;
  readonly signalBefore: Signal;
  readonly signalAfter: Signal;
}

/** The entries of a closed quarter that changed it; by the index `restated`. */
export function restatementFilter(ledger: string, planId: string, quarter: string) {
  const subject = { 'subject.planId': planId, 'subject.quarter': quarter };
  return { ledger, ...subject, 'data.afterCutoff': true };
}

/** A quarter of a plan, and whether its percentages count from the year's start. */
export interface RestatedQuarter {
  readonly planId: string;
  readonly quarter: string;
  readonly mode: PercentMode;
}

/**
 * What each of these entries changed. An entry tells only the fields that changed; the rest comes
 * from its action's stream, and the colours from the period as it was closed then: all are read in
 * one query and folded.
 */
export async function restatementsOf(
  { events }: Collections,
  entries: readonly StoredEvent[],
  { planId, quarter, mode }: RestatedQuarter,
): Promise<readonly Restatement[]> {
  const [first] = entries;
  if (first === undefined) return [];
  const periodId = periodIdOf(planId, quarter);
  const actions = new Set(entries.flatMap(({ subject }) => subject.actionId ?? []));
  const streams = [periodStream(periodId), ...[...actions].map(actionStream)];
  const wanted = new Set(entries.map(({ position }) => position));
  const filter = { ledger: first.ledger, stream: { $in: streams } };
  const rows = createRows();
  const found: Restatement[] = [];
  for await (const stored of events.find(filter, { sort: { position: 1 } })) {
    const event = decode(stored);
    const { actionId } = event.subject;
    const id = actionId === undefined ? undefined : reportIdOf(actionId, quarter);
    const before = id === undefined ? undefined : rows.get('reports', id);
    fold(event, rows);
    const after = id === undefined ? undefined : rows.get('reports', id);
    if (!wanted.has(event.position) || before === undefined || after === undefined) continue;
    const colour = colourBy(rows.get('periods', periodId), quarter, mode);
    found.push({
      event,
      actionId: before.actionId,
      ...(before.percent === undefined ? {} : { before: before.percent }),
      ...(after.percent === undefined ? {} : { after: after.percent }),
      narrativeChanged: before.narrative !== after.narrative,
      signalBefore: colour(before),
      signalAfter: colour(after),
    });
  }
  return found;
}

/** Colours a report by the policy and the cut-off under which its quarter was closed. */
function colourBy(period: PeriodState | undefined, quarter: string, mode: PercentMode) {
  return (report: ReportState): Signal => {
    const expected = expectedIn(report, quarter, mode, period?.cutoff);
    return signalOf(efficacyOf(report.percent, expected), period?.signalPolicy ?? defaultPolicy);
  };
}
