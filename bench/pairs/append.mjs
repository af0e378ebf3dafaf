import { alternately, clients } from '../support/clients.mjs';
import { result } from '../support/figures.mjs';
import { appendTo, openEmmett } from '../support/emmett.mjs';
import { openLog } from '../support/stage.mjs';
import {
  beginLedger,
  concurrency,
  execute,
  placeOf,
  progressCommand,
  streams,
} from '../support/work.mjs';

const perRun = 6_400;

/** Our full append (receipts, rules, hashes, read models) against a bare append of Emmett. */
export async function measure({ database, rounds }) {
  const log = await openLog(database.uriOf('append_ours'));
  const emmett = await openEmmett(database.uriOf('append_emmett'));

  const ours = async (round) => {
    const ledger = `append${round}`;
    await beginLedger(log.loop, ledger);
    return clients(concurrency, perRun, (client, n) => {
      const place = placeOf(client, n);
      const command = progressCommand(ledger, place.stream, place.round);
      return execute(log.loop, ledger, command);
    });
  };
  const other = async (round) => {
    // Its streams exist beforehand, as our actions do.
    await clients(1, streams, (_, n) => appendTo(emmett.store, round, n, 0));
    return clients(concurrency, perRun, (client, n) =>
      appendTo(emmett.store, round, placeOf(client, n).stream, n),
    );
  };

  await ours('warm');
  await other('warm');
  const runs = await alternately(rounds, ours, other);
  await log.close();
  await emmett.close();

  const pick = (field) => ({
    ours: runs.ours.map((run) => run[field]),
    other: runs.other.map((run) => run[field]),
  });
  const what = `append, ${concurrency} clients, ${streams} streams`;
  return [
    result({
      ...{ name: what, unit: 'events/s', ...pick('perSecond') },
      ...{ aim: 'at least 3 times', holds: (_, ratio) => ratio >= 3 },
    }),
    result({
      ...{ name: `${what}: p99`, unit: 'ms', ...pick('p99'), higherIsBetter: false },
      ...{ aim: 'under 100 ms', holds: (p99) => p99 < 100 },
    }),
  ];
}
