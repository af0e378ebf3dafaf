import { createHash } from 'node:crypto';
import { cutoffOf } from '../../dist/src/domain/quarter.js';
import { defaultWindow, isDue } from '../../dist/src/domain/due.js';
import { periodIdOf } from '../../dist/src/domain/period.js';
import { publicationHash, publicationOf } from '../../dist/src/domain/publication.js';
import { defaultPolicy } from '../../dist/src/domain/signal.js';

const year = 2024;
const quarters = [1, 2, 3, 4].map((n) => `${year}-Q${n}`);
const actor = { id: 'bench', role: 'operator' };
const words =
  'Se adelantaron las mesas técnicas con los municipios y se consolidó el documento de diagnóstico; queda pendiente la socialización. ';

export const planIdOf = (ledger) => `plan_${ledger}_0001`;

/**
 * One entity's year, event by event: the plan is adopted, each quarter is opened, reported and
 * (but Q4) closed, and corrections fill the log up to its size.
 * @param sentences of each narrative; 4 are about 530 characters, the mean of the plan in examples/.
 * @param rows what was told so far, folded: whoever takes an event folds it before the next one.
 * @param publications gets what each closing published, with its position.
 */
export function* tellYear({ ledger, actions, size, sentences = 4 }, rows, publications = []) {
  const { record, position } = recorder(ledger);
  const narrativeOf = (random) => `${words.repeat(sentences)}Avance ${random(1_000_000)}.`;
  const random = randomOf(ledger);
  const planId = planIdOf(ledger);
  const id = (kind, n) => `${kind}_${ledger}_${String(n).padStart(4, '0')}`;
  const plan = { planId, year, title: 'Plan de acción', percentMode: 'CUMULATIVE' };
  const january = `${year}-01-10`;
  const entity = { entityId: ledger, name: `Entidad ${ledger}` };
  yield record(january, 'EntityRegistered', `entity-${ledger}`, {}, entity);
  yield record(january, 'PlanRegistered', `plan-${planId}`, { planId }, plan);
  for (let n = 1; n <= 20; n += 1) {
    const office = { officeId: id('office', n), name: `Oficina ${n}` };
    const subject = { officeIds: [office.officeId] };
    yield record(january, 'OfficeRegistered', `office-${office.officeId}`, subject, office);
  }
  const added = [];
  for (let n = 1; n <= actions; n += 1) {
    const action = { ...newAction(random, id, n), planId };
    const facts = { ...action, year };
    yield record(january, 'ActionAdded', streamOf(action), subjectOf(action), facts);
    added.push(action);
  }
  const correction = (date, quarter, afterCutoff) => {
    const action = added[random(added.length)];
    const { percent, narrative } = rows.get('reports', rowOf(action, quarter));
    if (percent === undefined) return undefined;
    const changed = { percent: random(10_001), narrative: narrativeOf(random) };
    const before = { percent, narrative };
    const facts = { fall: changed.percent < percent, afterCutoff };
    const data = { actionId: action.actionId, quarter, before, after: changed, ...facts };
    const subject = subjectOf(action, quarter);
    const reason = 'Error de digitación';
    return record(date, 'ProgressCorrected', streamOf(action), subject, data, reason);
  };
  for (const [i, quarter] of quarters.entries()) {
    const { opensAt, closesAt } = defaultWindow(quarter);
    const about = { planId, quarter };
    const stream = `period-${planId}-${quarter}`;
    const window = { ...about, cutoff: cutoffOf(quarter), opensAt, closesAt };
    yield record(opensAt, 'PeriodOpened', stream, about, window);
    for (const action of added) {
      if (!isDue(action, quarter) || random(100) < 5) continue;
      const { actionId } = action;
      const percent = Math.min(10_000, (i + 1) * 2_500 - random(2_000));
      const said = { percent, narrative: narrativeOf(random), timeliness: 'ON_TIME', fall: false };
      const data = { actionId, quarter, ...said };
      const subject = subjectOf(action, quarter);
      yield record(opensAt, 'ProgressReported', streamOf(action), subject, data);
    }
    if (i === 3) continue;
    const asOf = { position: position(), on: closesAt };
    const [kept, period] = [
      rows.get('plans', planId),
      rows.get('periods', periodIdOf(planId, quarter)),
    ];
    const publication = publicationOf(kept, period, rows, asOf);
    publications.push({ position: position() + 1, publication });
    const closed = { act: 'Acta del comité', publicationHash: publicationHash(publication) };
    const policy = { signalPolicy: defaultPolicy };
    yield record(closesAt, 'PeriodClosed', stream, about, { ...about, ...closed, ...policy });
  }
  // What fills the log up to its size: corrections, one in ten of them of a closed quarter.
  const { closesAt } = defaultWindow(quarters[3]);
  while (position() < size) {
    const closed = random(10) === 0;
    const corrected = correction(closesAt, quarters[closed ? random(3) : 3], closed);
    if (corrected !== undefined) yield corrected;
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

function recorder(ledger) {
  const versions = new Map();
  let position = 0;
  const record = (date, type, stream, subject, data, reason) => {
    position += 1;
    const streamVersion = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, streamVersion);
    const named = createHash('sha256').update(`${ledger} ${position}`).digest('base64');
    return {
      ...{ ledger, position, stream, streamVersion, type, schemaVersion: 1, subject, data, actor },
      recordedAt: new Date(Date.parse(`${date}T15:00:00Z`) + position),
      ...{ commandId: named.slice(0, 24), correlationId: 'bench' },
      ...(reason === undefined ? {} : { reason }),
    };
  };
  return { record, position: () => position };
}
