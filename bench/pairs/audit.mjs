import { hash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { verifyDatabase } from '../../dist/src/audit/verify-database.js';
import { connect } from '../../dist/src/store/connect.js';
import { collectionsOf } from '../../dist/src/store/collections.js';
import { entryText } from '../../dist/src/store/leaf.js';
import { generate } from '../generate.mjs';
import { runChild } from '../support/child.mjs';
import { alternately } from '../support/clients.mjs';
import { result } from '../support/figures.mjs';
import { openLog } from '../support/stage.mjs';
import { pageLines, pastLines, proofLines } from './audit-reads.mjs';

const say = (text) => process.stdout.write(`  ${text}\n`);
const verified = { ledger: 'e002', size: 100_000 };

/**
 * What an auditor waits for: the verification of a whole log, a proof, a page of a history, and a
 * plan as it was known. Each against the bare reads that it can't do without.
 */
export async function measure({ database, rounds }) {
  const uri = database.uriOf('audit');
  await prepare(uri);
  const log = await openLog(uri);
  try {
    const { connection } = log;
    return [
      ...(await verification(uri, connection, rounds)),
      ...(await proofLines(connection, rounds, 'e001')),
      ...(await pageLines(connection, rounds, 'e001')),
      ...(await pastLines(connection, rounds, 'e003')),
    ];
  } finally {
    await log.close();
  }
}

/** A ledger of 1,000,000 events, one of 100,000 and one of an ordinary year, each sealed. */
async function prepare(uri) {
  const begun = performance.now();
  // Indexes are built when the events are there, which is sooner done.
  const { db, close } = await connect(uri, { database: 'bitacora', indexes: [] });
  const sealed = { entities: 1, sealed: true };
  await generate(db, { ...sealed, first: 3, actions: 200, events: 3_000 });
  await generate(db, { ...sealed, first: 2, actions: 200, events: verified.size });
  await generate(db, { ...sealed, first: 1, actions: 2_000, events: 1_000_000, sentences: 1 });
  await close();
  const { close: built } = await openLog(uri);
  await built();
  say(`three ledgers generated in ${Math.round((performance.now() - begun) / 1_000)} s`);
}

async function verification(uri, { db }, rounds) {
  const collections = collectionsOf(db);
  const rate = async (work) => {
    const begun = performance.now();
    const events = await work();
    return (events / (performance.now() - begun)) * 1_000;
  };
  const ours = () => rate(() => verify(collections));
  const other = () => rate(() => readAndHash(collections));
  await ours();
  await other();
  const runs = await alternately(rounds, ours, other);
  const memory = { ours: [], other: [] };
  for (let round = 0; round < rounds; round += 1) {
    const child = runChild(new URL('./audit-child.mjs', import.meta.url), [uri, verified.ledger]);
    const [quarter, most] = (await child.line()).split(' ').map(Number);
    memory.ours.push(most);
    memory.other.push(quarter);
  }
  const what = `verification of ${verified.size} events`;
  return [
    result({
      ...{ name: `${what} against a bare cursor with the same hashes`, unit: 'events/s', ...runs },
      ...{ aim: 'at least 0.5', holds: (_, ratio) => ratio >= 0.5 },
    }),
    result({
      ...{ name: `memory: ${what}, the most against a quarter of it`, unit: 'MB', ...memory },
      ...{ higherIsBetter: false, aim: 'at most 1.25', holds: (_, ratio) => ratio <= 1.25 },
    }),
  ];
}

async function verify(collections) {
  const options = { publicKeys: [], brought: [], ledger: verified.ledger };
  const [verdict] = await verifyDatabase(collections, options);
  if (verdict.broken === undefined && verdict.size === verified.size) return verdict.size;
  throw new Error(JSON.stringify(verdict));
}

/**
 * The documents as the driver gives them, and as many SHA-256 of as many bytes as they take: one
 * for each text, one for the entry and one for the tree. What is hashed are zeros, ready-made.
 */
async function readAndHash({ events }) {
  const { ledger } = verified;
  const sample = await events.findOne({ ledger, type: 'ProgressCorrected' });
  const zeros = Buffer.alloc(64 * 1_024);
  const textBytes = 16 + Buffer.byteLength(sample.data.after.narrative);
  const leafBytes = 1 + Buffer.byteLength(entryText(sample, Object.keys(sample.salts)));
  const ofText = zeros.subarray(0, textBytes);
  const ofLeaf = zeros.subarray(0, leafBytes);
  const ofNode = zeros.subarray(0, 65);
  let read = 0;
  const cursor = events.find({ ledger }, { sort: { position: 1 }, batchSize: 1_000 });
  for await (const { salts = {} } of cursor) {
    for (const _ of Object.keys(salts)) hash('sha256', ofText, 'hex');
    hash('sha256', ofLeaf, 'buffer');
    hash('sha256', ofNode, 'buffer');
    read += 1;
  }
  return read;
}
