import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createSumsCache } from '../dist/src/projections/trend/sums-cache.js';
import { readTrend } from '../dist/src/projections/trend/trend.js';
import { rowIndexes } from '../dist/src/projections/row-docs.js';
import { connect } from '../dist/src/store/connect.js';
import { logIndexes } from '../dist/src/store/indexes.js';
import { generate, ledgerName } from './generate.mjs';
import { trendFromEvents } from './trend-from-events.mjs';
import { contextOf } from './support/asker.mjs';
import { median, table } from './support/figures.mjs';
import { seenBy, sumOf } from './support/seen.mjs';
import { startDatabase } from './support/stage.mjs';
import { planIdOf } from './support/year.mjs';

const on = '2025-03-01';
const byOffice = { groupBy: ['OFFICE'], filter: {}, on };
const totals = { groupBy: [], filter: {}, on };

/**
 * Generates the body of data where it isn't there yet, and measures the analysts' figures on it.
 * @returns {Promise<object[]>} rows of { name, unit, ours, other, ratio, aim, holds }.
 */
export async function run({ uri, log = () => {}, rounds = 5, sizes = {} }) {
  const { entities = 100, actions = 1_000, events = 6_000 } = sizes;
  const indexes = [...logIndexes, ...rowIndexes];
  const connection = await connect(uri, { database: 'bitacora_trend', indexes });
  try {
    const body = { entities, actions, events };
    const generated = await prepare(connection, body, log);
    const bench = { connection, entities, rounds, log };
    const rows = [...(await planTrend(bench)), ...(await allTrends(bench)), ...(await seen(bench))];
    return generated === undefined ? rows : [generated, ...rows];
  } finally {
    await connection.close();
  }
}

/** The last entity has a log ten times as long as the others. */
const longLedger = (entities) => ledgerName(entities + 1);

async function prepare({ db }, { entities, actions, events }, log) {
  const there = await db.collection('ledgers').countDocuments();
  if (there > entities) return undefined;
  if (there > 0) throw new Error(`${db.databaseName} holds ${there} ledgers: drop it first`);
  const begun = performance.now();
  const body = await generate(db, { entities, actions, events, log });
  await generate(db, { entities: 1, actions, events: events * 10, first: entities + 1 });
  const seconds = (performance.now() - begun) / 1_000;
  log(`${body.events} events of ${entities * actions} actions, and one long log: ${seconds} s`);
  return row('generate the body of data', 's', [seconds]);
}

const row = (name, unit, ours, { other, aim = null, holds } = {}) => {
  const [mine, theirs] = [median(ours), other === undefined ? null : median(other)];
  const ratio = theirs === null ? null : theirs / mine;
  const held = holds === undefined ? null : holds(mine, ratio);
  return { name, unit, ours: mine, other: theirs, ratio, aim, holds: held };
};

async function timed(work) {
  const begun = performance.now();
  const result = await work();
  return { ms: performance.now() - begun, result };
}

/** A server is asked more than once: what the first requests compile isn't counted. */
const warmUps = 20;

/** Both in turn, so that whatever else the machine does hits both. */
async function alternately(rounds, ...works) {
  const times = works.map(() => []);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [i, work] of works.entries()) {
      const { ms } = await timed(work);
      if (round >= 0) times[i].push(ms);
    }
  }
  return times;
}

/** `trend` of one plan, never out of the cache. */
async function planTrend({ connection, entities, rounds }) {
  const { client, db } = connection;
  const trendOf = (ledger) => {
    const store = { client, db, cache: createSumsCache() };
    return readTrend(store, [ledger], { planId: planIdOf(ledger) }, byOffice);
  };
  const ledger = ledgerName(1);
  const fromEvents = () => trendFromEvents(db, ledger, planIdOf(ledger), 2024);
  requireSame(await trendOf(ledger), await fromEvents());
  const cache = createSumsCache();
  const again = () =>
    readTrend({ client, db, cache }, [ledger], { planId: planIdOf(ledger) }, byOffice);
  const [ours, cached, events] = await alternately(
    rounds,
    () => trendOf(ledger),
    again,
    fromEvents,
  );
  const [short, long] = await alternately(
    rounds * 2,
    () => trendOf(ledger),
    () => trendOf(longLedger(entities)),
  );
  return [
    row('trend of one plan by office, against the same from events', 'ms', ours, {
      ...{ other: events, aim: 'at least 5 times faster' },
      holds: (_, ratio) => ratio >= 5,
    }),
    row('the same while nothing was recorded since', 'ms', cached, {
      ...{ other: events, aim: 'at least 5 times faster' },
      holds: (_, ratio) => ratio >= 5,
    }),
    row('trend of one plan by office, against a log ten times longer', 'ms', short, {
      ...{ other: long, aim: 'within 1.2 times' },
      holds: (_, ratio) => ratio <= 1.2,
    }),
  ];
}

/** `trends` over everything: without the cache, and out of it. */
async function allTrends({ connection, entities, rounds }) {
  const { client, db } = connection;
  const ledgers = Array.from({ length: entities }, (_, i) => ledgerName(i + 1));
  const [cold, warm] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const store = { client, db, cache: createSumsCache() };
    const first = await timed(() => readTrend(store, ledgers, {}, totals));
    const second = await timed(() => readTrend(store, ledgers, {}, totals));
    if (round === 0) continue;
    cold.push(first.ms);
    warm.push(second.ms);
  }
  return [
    row('trends over all plans, the first time', 'ms', cold, {
      ...{ aim: 'under 1,000 ms', holds: (ms) => ms < 1_000 },
    }),
    row('trends over all plans, the second time against the first', 'ms', warm, {
      ...{ other: cold, aim: 'faster', holds: (_, ratio) => ratio > 1 },
    }),
  ];
}

/** Two sides that compute different things are not to be compared. */
function requireSame({ points, total }, sums) {
  const found = new Map(sums.map((sum) => [`${sum._id.quarter} ${sum._id.key}`, sum]));
  for (const point of [...points, ...total]) {
    const sum = found.get(`${point.quarter} ${point.group?.key}`);
    const { due, notDue, reported } = sum;
    const counts = { due, notDue, reported, ...point.bySignal };
    const same =
      Object.entries(counts).every(([name, count]) => sum[name] === count) &&
      Object.entries({ due, notDue, reported }).every(([name, n]) => point[name] === n) &&
      point.progress === Math.round(sum.executed / reported);
    if (!same) throw new Error(`the log says otherwise of ${JSON.stringify(point)}`);
  }
}

/** What the database looked at for each answer, as its profiler tells it. */
async function seen({ connection }) {
  const { db } = connection;
  const planId = planIdOf(ledgerName(1));
  const page = { first: 50 };
  const asked = {
    overdue: (figures) => figures.overdue(planId, on, page),
    restatements: (figures) => figures.restatements(planId, '2024-Q1', page),
  };
  const rows = [];
  for (const [name, ask] of Object.entries(asked)) {
    const looked = ['reports', 'events', 'periods', 'plans'];
    const all = await seenBy(db, looked, () => ask(contextOf(connection).figures));
    const operations = all.filter(({ nreturned }) => nreturned > 0);
    const scans = operations.some(({ planSummary }) => planSummary.includes('COLLSCAN'));
    const examined = sumOf(operations, 'docsExamined') / sumOf(operations, 'nreturned');
    const facts = { aim: 'no collection scan', holds: () => !scans };
    rows.push(row(`${name}: documents examined ÷ returned`, '', [examined], facts));
  }
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say = (text) => process.stdout.write(`${text}\n`);
  const database = await startDatabase();
  try {
    const [entities, actions, events] = process.argv.slice(2).map(Number);
    const sizes = entities === undefined ? {} : { entities, actions, events };
    const rows = await run({ uri: database.uriOf('trend'), log: say, sizes });
    say(table(rows.map((line) => ({ line, worst: [null, null] }))));
  } finally {
    await database.stop();
  }
}
