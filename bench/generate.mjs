import { performance } from 'node:perf_hooks';
import { catalogue } from '../dist/events/index.js';
import { fold, models, modelNames } from '../dist/src/projections/fold.js';
import { rowCollection } from '../dist/src/projections/row-docs.js';
import { createRows } from '../dist/src/projections/rows.js';
import { docOf } from '../dist/src/projections/write-rows.js';
import { collectionsOf } from '../dist/src/store/collections.js';
import { appendLeaves, EMPTY_FRONTIER } from '../dist/src/store/merkle.js';
import { seal } from '../dist/src/store/seal.js';
import { tellYear } from './support/year.mjs';

// A body of data as many entities would make it in a year, written as documents: events of the
// shapes that the log has, and the rows that they fold into. It has no receipts, and a
// Merkle tree and publications only when it is sealed. The same arguments give the same data,
// but for the salts of what is sealed.

/** How many events are written at once. */
const batchSize = 5_000;

/**
 * @param entities each with one plan of so many `actions`, and so many `events` in its ledger.
 * @param first the number of the first entity: ledgers are `e001`, `e002`, …
 * @param sealed with salts, leaves and a tree by the store's own functions: it can be verified.
 * @param sentences of each narrative.
 * @returns {Promise<{ ledgers: string[], events: number, seconds: number }>}
 */
export async function generate(db, { entities, first = 1, log = () => {}, ...body }) {
  const begun = performance.now();
  const ledgers = Array.from({ length: entities }, (_, i) => ledgerName(first + i));
  let written = 0;
  for (const [i, ledger] of ledgers.entries()) {
    written += await writeLedger(db, ledger, body);
    if ((i + 1) % 10 === 0) log(`${i + 1} of ${entities} entities, ${written} events`);
  }
  const seconds = (performance.now() - begun) / 1000;
  return { ledgers, events: written, seconds };
}

export const ledgerName = (n) => `e${String(n).padStart(3, '0')}`;

async function writeLedger(db, ledger, { actions, events: size, sealed = false, sentences }) {
  const { ledgers } = collectionsOf(db);
  const rows = createRows();
  const tree = { frontier: EMPTY_FRONTIER };
  const publications = [];
  const flush = sealed ? sealedWriter(db, ledger, tree) : plainWriter(db);
  let [batch, last] = [[], undefined];
  // While the database writes one batch, the next is made.
  let writing = Promise.resolve();
  for (const event of tellYear({ ledger, actions, size, sentences }, rows, publications)) {
    fold(event, rows);
    const published = publications.at(-1);
    if (published?.position === event.position) published.recordedAt = event.recordedAt;
    batch.push(event);
    if (batch.length < batchSize) continue;
    await writing;
    writing = flush(batch);
    [batch, last] = [[], event];
  }
  await writing;
  if (batch.length > 0) await flush(batch);
  last = batch.at(-1) ?? last;
  const kept = publications.map((published) => ({ ledger, ...published }));
  if (sealed && kept.length > 0) await collectionsOf(db).publications.insertMany(kept);
  for (const model of modelNames) {
    const found = rows.all(model).map((row) => docOf(ledger, 1, { model, row }));
    if (found.length > 0) await rowCollection(db, model).insertMany(found, { ordered: false });
  }
  const active = modelNames.map((model) => {
    const { evolveVersion } = models[model];
    return [model, { generation: 1, evolveVersion }];
  });
  const { recordedAt, position } = last;
  const place = { position, recordedAt, lockedAt: recordedAt, frontier: tree.frontier.hashes };
  await ledgers.insertOne({ _id: ledger, ...place, models: Object.fromEntries(active) });
  return position;
}

/** Leaves that are none: no figure is read from them. */
function plainWriter(db) {
  const { events } = collectionsOf(db);
  return (batch) => {
    const docs = batch.map((event) => ({ ...event, leafHash: event.commandId }));
    return events.insertMany(docs, { ordered: false });
  };
}

function sealedWriter(db, ledger, tree) {
  const collections = collectionsOf(db);
  return async (batch) => {
    const docs = batch.map((event) => seal(event, catalogue));
    const leaves = docs.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
    const { frontier, completed } = appendLeaves(tree.frontier, leaves);
    tree.frontier = frontier;
    const nodes = completed.map((node) => ({ ledger, ...node }));
    await collections.events.insertMany(docs, { ordered: false });
    if (nodes.length > 0) await collections.tree.insertMany(nodes, { ordered: false });
  };
}
