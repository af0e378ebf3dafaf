import { performance } from 'node:perf_hooks';
import { rebuildLedger } from '../../dist/src/projections/rebuild.js';
import { collectionsOf } from '../../dist/src/store/collections.js';
import { runChild } from '../support/child.mjs';
import { alternately, clients } from '../support/clients.mjs';
import { result } from '../support/figures.mjs';
import { openLog } from '../support/stage.mjs';
import { beginLedger, execute, progressCommand } from '../support/work.mjs';

const [small, large] = [10_000, 50_000];

/** A rebuild of every read model against a bare read of the same events by a cursor. */
export async function measure({ database, rounds }) {
  const uri = database.uriOf('rebuild');
  const log = await openLog(uri);
  const { connection } = log;
  await fill(log.loop, 'small', small);
  await fill(log.loop, 'large', large);

  const rate = async (work) => {
    const begin = performance.now();
    const events = await work();
    return (events / (performance.now() - begin)) * 1000;
  };
  const ours = () =>
    rate(async () => (await rebuildLedger({ connection, ledger: 'large' })).position);
  const other = () => rate(() => readAll(connection.db));
  await other();
  const runs = await alternately(rounds, ours, other);
  const memory = await alternately(
    rounds,
    () => peakOf(uri, 'large'),
    () => peakOf(uri, 'small'),
  );
  await log.close();
  return [
    result({
      ...{ name: `rebuild of ${large} events against a bare cursor`, unit: 'events/s', ...runs },
      ...{ aim: 'at least 0.25', holds: (_, ratio) => ratio >= 0.25 },
    }),
    result({
      ...{ name: `memory: rebuild of ${large} events against ${small}`, unit: 'MB', ...memory },
      ...{ higherIsBetter: false, aim: 'at most 1.25', holds: (_, ratio) => ratio <= 1.25 },
    }),
  ];
}

async function fill(loop, ledger, events) {
  await beginLedger(loop, ledger);
  await clients(200, events, (client, n) => {
    // A client per action here: large batches fill the ledger sooner.
    return execute(loop, ledger, progressCommand(ledger, client, n));
  });
}

async function readAll(db) {
  const cursor = collectionsOf(db).events.find(
    { ledger: 'large' },
    { sort: { position: 1 }, batchSize: 1_000 },
  );
  let events = 0;
  for await (const event of cursor) events += event.position > 0 ? 1 : 0;
  return events;
}

async function peakOf(uri, ledger) {
  const child = runChild(new URL('./rebuild-child.mjs', import.meta.url), [uri, ledger]);
  return Number(await child.line());
}
