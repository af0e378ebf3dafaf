import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { cutoffOf } from '../dist/src/domain/quarter.js';
import { defaultWindow, isDue } from '../dist/src/domain/due.js';
import { defaultPolicy } from '../dist/src/domain/signal.js';
import { fold, models, modelNames } from '../dist/src/projections/fold.js';
import { rowCollection } from '../dist/src/projections/row-docs.js';
import { createRows } from '../dist/src/projections/rows.js';
import { docOf } from '../dist/src/projections/write-rows.js';
import { collectionsOf } from '../dist/src/store/collections.js';

// A body of data as many entities would make it in a year, written as documents: events of the
// shapes that the log has, and the rows that they fold into. It has no Merkle tree, no receipts and
// no publications, which no figure is read from. The same arguments give the same data.

const year = 2024;
const quarters = [1, 2, 3, 4].map((n) => `${year}-Q${n}`);
const actor = { id: 'bench', role: 'operator' };
const words =
  'Se adelantaron las mesas técnicas con los municipios y se consolidó el documento de diagnóstico; queda pendiente la socialización. ';

/**
 * @param entities each with one plan of so many `actions`, and so many `events` in its ledger.
 * @param first the number of the first entity: ledgers are `e001`, `e002`, …
 * @returns {Promise<{ ledgers: string[], events: number, seconds: number }>}
 */
export async function generate(db, { entities, actions, events, first = 1, log = () => {} }) {
  const begun = performance.now();
  const ledgers = Array.from({ length: entities }, (_, i) => ledgerName(first + i));
  let written = 0;
  for (const [i, ledger] of ledgers.entries()) {
    written += await writeLedger(db, ledger, actions, events);
    if ((i + 1) % 10 === 0) log(`${i + 1} of ${entities} entities, ${written} events`);
  }
  const seconds = (performance.now() - begun) / 1000;
  return { ledgers, events: written, seconds };
}

export const ledgerName = (n) => `e${String(n).padStart(3, '0')}`;
export const planIdOf = (ledger) => `plan_${ledger}_0001`;

async function writeLedger(db, ledger, actions, size) {
  const { events, ledgers } = collectionsOf(db);
  const rows = createRows();
  const docs = [];
  const record = recorder(ledger, (event) => {
    docs.push(event);
    fold(event, rows);
  });
  tellYear(ledger, actions, size, rows, record);
  for (let from = 0; from < docs.length; from += 5_000) {
    await events.insertMany(docs.slice(from, from + 5_000), { ordered: false });
  }
  for (const model of modelNames) {
    const found = rows.all(model).map((row) => docOf(ledger, 1, { model, row }));
    if (found.length > 0) await rowCollection(db, model).insertMany(found, { ordered: false });
  }
  const active = modelNames.map((model) => {
    const { evolveVersion } = models[model];
    return [model, { generation: 1, evolveVersion }];
  });
  const { recordedAt } = docs.at(-1);
  const place = { position: docs.length, recordedAt, lockedAt: recordedAt, frontier: [] };
  await ledgers.insertOne({ _id: ledger, ...place, models: Object.fromEntries(active) });
  return docs.length;
}

function recorder(ledger, keep) {
  const versions = new Map();
  let position = 0;
  const record = (date, type, stream, subject, data, reason) => {
    position += 1;
    const streamVersion = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, streamVersion);
    const named = createHash('sha256').update(`${ledger} ${position}`).digest('base64');
    keep({
      ...{ ledger, position, stream, streamVersion, type, schemaVersion: 1, subject, data, actor },
      recordedAt: new Date(Date.parse(`${date}T15:00:00Z`) + position),
      ...{ commandId: named.slice(0, 24), correlationId: 'bench', leafHash: named },
      ...(reason === undefined ? {} : { reason }),
    });
  };
  record.position = () => position;
  return record;
}

/** One entity's year: the plan is adopted, each quarter is opened, reported and (but Q4) closed. */
function tellYear(ledger, actions, size, rows, record) {
  const random = randomOf(ledger);
  const planId = planIdOf(ledger);
  const id = (kind, n) => `${kind}_${ledger}_${String(n).padStart(4, '0')}`;
  const plan = { planId, year, title: 'Plan de acción', percentMode: 'CUMULATIVE' };
  const january = `${year}-01-10`;
  const entity = { entityId: ledger, name: `Entidad ${ledger}` };
  record(january, 'EntityRegistered', `entity-${ledger}`, {}, entity);
  record(january, 'PlanRegistered', `plan-${planId}`, { planId }, plan);
  for (let n = 1; n <= 20; n += 1) {
    const office = { officeId: id('office', n), name: `Oficina ${n}` };
    const subject = { officeIds: [office.officeId] };
    record(january, 'OfficeRegistered', `office-${office.officeId}`, subject, office);
  }
  const added = Array.from({ length: actions }, (_, i) => {
    const action = newAction(random, id, i + 1);
    const subject = subjectOf({ ...action, planId });
    record(january, 'ActionAdded', streamOf(action), subject, { ...action, planId, year });
    return { ...action, planId };
  });
  const correct = (date, quarter, afterCutoff) => {
    const action = added[random(added.length)];
    const { percent, narrative } = rows.get('reports', rowOf(action, quarter));
    if (percent === undefined) return;
    const changed = { percent: random(10_001), narrative: narrativeOf(random) };
    const before = { percent, narrative };
    const facts = { fall: changed.percent < percent, afterCutoff };
    const data = { actionId: action.actionId, quarter, before, after: changed, ...facts };
    const subject = subjectOf(action, quarter);
    record(date, 'ProgressCorrected', streamOf(action), subject, data, 'Error de digitación');
  };
  for (const [i, quarter] of quarters.entries()) {
    const { opensAt, closesAt } = defaultWindow(quarter);
    const about = { planId, quarter };
    const stream = `period-${planId}-${quarter}`;
    const window = { ...about, cutoff: cutoffOf(quarter), opensAt, closesAt };
    record(opensAt, 'PeriodOpened', stream, about, window);
    for (const action of added) {
      if (!isDue(action, quarter) || random(100) < 5) continue;
      const { actionId } = action;
      const percent = Math.min(10_000, (i + 1) * 2_500 - random(2_000));
      const said = { percent, narrative: narrativeOf(random), timeliness: 'ON_TIME', fall: false };
      const data = { actionId, quarter, ...said };
      record(opensAt, 'ProgressReported', streamOf(action), subjectOf(action, quarter), data);
    }
    if (i === 3) continue;
    const closed = { act: 'Acta del comité', publicationHash: '0'.repeat(64) };
    const policy = { signalPolicy: defaultPolicy };
    record(closesAt, 'PeriodClosed', stream, about, { ...about, ...closed, ...policy });
  }
  // What fills the log up to its size: corrections, one in ten of them of a closed quarter.
  const { closesAt } = defaultWindow(quarters[3]);
  while (record.position() < size) {
    const closed = random(10) === 0;
    correct(closesAt, quarters[closed ? random(3) : 3], closed);
  }
}

const streamOf = ({ actionId }) => `action-${actionId}`;
const rowOf = ({ actionId }, quarter) => `${actionId}/${quarter.slice(5)}`;

function subjectOf({ planId, actionId, officeIds }, quarter) {
  return { planId, actionId, ...(quarter === undefined ? {} : { quarter }), officeIds };
}

function newAction(random, id, n) {
  const start = 1 + random(4);
  const end = random(4) > 0 ? 12 : 6 + random(6);
  const two = (month) => String(month).padStart(2, '0');
  const lastDay = new Date(Date.UTC(year, end, 0)).toISOString().slice(0, 10);
  const offices = [1 + random(20), 1 + random(20)];
  return {
    actionId: id('action', n),
    number: String(n),
    name: `Acción ${n}: ${words.slice(0, 60)}`,
    officeIds: [...new Set(offices)].map((office) => id('office', office)),
    indicator: `Indicador ${n}`,
    target: '4',
    startDate: `${year}-${two(start)}-01`,
    endDate: lastDay,
    frequency: random(10) === 0 ? 'SEMIANNUAL' : 'QUARTERLY',
    fundingSource: random(2) === 0 ? 'Inversión' : 'Funcionamiento',
    associatedPlans: [random(2) === 0 ? 'POAI' : 'PAA'],
  };
}

/** About 530 characters, the mean of the plan in examples/. */
const narrativeOf = (random) => `${words.repeat(4)}Avance ${random(1_000_000)}.`;

/** Whole numbers below a limit, always the same for the same name (mulberry32). */
function randomOf(name) {
  let state = createHash('sha256').update(name).digest().readUInt32LE(0);
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}
