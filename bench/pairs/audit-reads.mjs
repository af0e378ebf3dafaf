import { performance } from 'node:perf_hooks';
import { createLoaders } from '../../dist/src/server/context/loaders.js';
import { collectionsOf } from '../../dist/src/store/collections.js';
import { verifyInclusion } from '../../dist/src/store/proof-checks.js';
import { contextOf } from '../support/asker.mjs';
import { alternately } from '../support/clients.mjs';
import { median, result } from '../support/figures.mjs';
import { seenBy, sumOf } from '../support/seen.mjs';
import { planIdOf } from '../support/year.mjs';

/** One round is the median of so many, so that a moment's hindrance doesn't count. */
const perRound = 40;

async function medianTime(work) {
  const times = [];
  for (let n = 0; n < perRound; n += 1) {
    const begun = performance.now();
    await work(n);
    times.push(performance.now() - begun);
  }
  return median(times);
}

/** Both in turn, and never the first time. */
async function timesOf(rounds, ours, other) {
  for (const work of [ours, other]) await medianTime(work);
  return alternately(
    rounds,
    () => medianTime(ours),
    () => medianTime(other),
  );
}

/** An inclusion proof as the API gives it, at places all over the log; and what it reads. */
export async function proofLines(connection, rounds, entityId) {
  const { size, rootHash } = await contextOf(connection).ledger(entityId);
  const placeOf = (n) => 1 + ((n * 618_033 + 271_828) % size);
  const prove = (n) => contextOf(connection).inclusionProof({ entityId, size }, placeOf(n), size);
  const bytes = (text) => Buffer.from(text, 'base64');
  for (let n = 0; n < perRound; n += 1) {
    const { leafIndex: index, leafHash, hashes } = await prove(n);
    const claim = { index, size, leafHash: bytes(leafHash), root: bytes(rootHash) };
    if (!verifyInclusion({ ...claim, proof: hashes.map(bytes) })) throw new Error('a false proof');
  }
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push(await medianTime(prove));
  const [commands, documents] = [[], []];
  for (let n = 0; n < 5; n += 1) {
    const operations = await seenBy(connection.db, ['events', 'tree'], () => prove(n));
    commands.push(operations.length);
    documents.push(sumOf(operations, 'docsExamined'));
  }
  const what = `inclusion proof in ${size} leaves`;
  return [
    result({
      ...{ name: what, unit: 'ms', ours: times, higherIsBetter: false },
      ...{ aim: 'under 5 ms', holds: (ms) => ms < 5 },
    }),
    result({ name: `${what}: reads`, unit: '', ours: commands, higherIsBetter: false }),
    result({ name: `${what}: documents`, unit: '', ours: documents, higherIsBetter: false }),
  ];
}

/** Pages of 50, each against the find that it takes, by the index of that history. */
export async function pageLines(connection, rounds, entityId) {
  const { events, ledgers } = collectionsOf(connection.db);
  const { position: size } = await ledgers.findOne({ _id: entityId });
  const at = async (position) => (await events.findOne({ ledger: entityId, position })).recordedAt;
  const [from, to] = [Math.floor(size / 10), Math.floor(size / 5)];
  const times = { recordedFrom: await at(from), recordedTo: await at(to) };
  const actionId = `action_${entityId}_0001`;
  const kinds = [
    ['', { entityId }, {}, {}],
    [' of an action', { actionId }, {}, { 'subject.actionId': actionId }],
    [' of a time long ago', { entityId }, times, { position: { $gte: from, $lt: to } }],
  ];
  const lines = [];
  for (const [name, scope, filter, bare] of kinds) {
    const ours = () => contextOf(connection).history(scope, filter, 'NEWEST', { first: 50 });
    const find = { ledger: entityId, ...bare };
    const other = () => events.find(find, { sort: { position: -1 }, limit: 51 }).toArray();
    const positions = (page) => page.map(({ position }) => position).join();
    const page = (await ours()).edges.map(({ node }) => node);
    if (page.length !== 50 || positions(page) !== positions((await other()).slice(0, 50))) {
      throw new Error(`a history page${name} isn't what the bare find says`);
    }
    lines.push(
      result({
        ...{ name: `history page of 50 in ${size}${name}`, unit: 'ms', higherIsBetter: false },
        ...(await timesOf(rounds, ours, other)),
        ...{ aim: 'within 1.5 times', holds: (_, ratio) => ratio <= 1.5 },
      }),
    );
  }
  return lines;
}

/** A whole plan as of a moment, against reading the events that it is folded from. */
export async function pastLines(connection, rounds, entityId) {
  const { events } = collectionsOf(connection.db);
  const planId = planIdOf(entityId);
  const { recordedAt: at } = await events.findOne({ ledger: entityId, position: 2_000 });
  const ours = async () => {
    const loaders = createLoaders(connection.db);
    return loaders.pastPlan(planId, await loaders.moment(entityId, { at }));
  };
  const upTo = { ledger: entityId, position: { $lte: 2_000 } };
  const of = (filter) =>
    events.find({ ...upTo, ...filter }, { sort: { position: 1 }, batchSize: 1_000 }).toArray();
  const other = async () => [
    ...(await of({ type: 'OfficeRegistered' })),
    ...(await of({ 'subject.planId': planId })),
  ];
  const [actions, read] = [(await ours()).all('actions').length, (await other()).length];
  return [
    result({
      ...{ name: `plan of ${actions} actions as of a moment, of ${read} events`, unit: 'ms' },
      ...{ higherIsBetter: false, ...(await timesOf(rounds, ours, other)) },
      ...{ aim: 'within 2 times', holds: (_, ratio) => ratio <= 2 },
    }),
  ];
}
