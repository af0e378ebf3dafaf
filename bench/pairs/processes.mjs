import { runChild } from '../support/child.mjs';
import { result } from '../support/figures.mjs';
import { openLog } from '../support/stage.mjs';
import { beginLedger, concurrency } from '../support/work.mjs';

const perRun = 3_200;
const kinds = [
  { processes: 1, same: true },
  { processes: 2, same: true },
  { processes: 4, same: true },
  { processes: 2, same: false },
  { processes: 4, same: false },
];

/** 64 clients in all, spread over 1, 2 and 4 processes on one database. */
export async function measure({ database, rounds }) {
  const uri = database.uriOf('processes');
  const log = await openLog(uri);
  const children = [0, 1, 2, 3].map(() =>
    runChild(new URL('./processes-child.mjs', import.meta.url), [uri]),
  );
  const runs = kinds.map(() => ({ rates: [], p99s: [], busy: 0 }));
  try {
    for (const child of children) await child.line();
    for (let round = 0; round < rounds; round += 1) {
      for (const [i, { processes, same }] of kinds.entries()) {
        const ledgers = children
          .map((_, n) => `p${round}-${i}-${same ? 0 : n}`)
          .slice(0, processes);
        for (const ledger of new Set(ledgers)) await beginLedger(log.loop, ledger);
        const answers = await Promise.all(
          ledgers.map((ledger, n) => oneRun(children[n], ledger, n, processes)),
        );
        runs[i].rates.push(answers.reduce((sum, { perSecond }) => sum + perSecond, 0));
        runs[i].p99s.push(Math.max(...answers.map(({ p99 }) => p99)));
        runs[i].busy += answers.reduce((sum, { busy }) => sum + busy, 0);
      }
    }
  } finally {
    for (const child of children) await child.end();
    await log.close();
  }
  const [alone] = runs;
  return kinds.flatMap(({ processes, same }, i) => {
    const where = processes === 1 ? '' : same ? ', one ledger' : ', a ledger each';
    const name = `${processes === 1 ? 'one process' : `${processes} processes`}${where}`;
    const { rates, p99s, busy } = runs[i];
    const p99 = `${name}: worst p99${busy > 0 ? ` (${busy} times BUSY)` : ''}`;
    return [
      result({ name, unit: 'events/s', ours: rates, other: alone.rates }),
      result({ name: p99, unit: 'ms', ours: p99s, other: alone.p99s, higherIsBetter: false }),
    ];
  });
}

async function oneRun(child, ledger, n, processes) {
  const count = concurrency / processes;
  child.say(JSON.stringify({ ledger, first: n * count, count, total: perRun / processes }));
  return JSON.parse(await child.line());
}
