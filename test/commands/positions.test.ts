import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventName } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import type { CommandRequest } from '../../src/commands/request.js';
import type { StoredEvent } from '../../src/store/collections.js';
import { frontierOf } from '../../src/store/head.js';
import { entryText, leafHash } from '../../src/store/leaf.js';
import { rootOf } from '../../src/store/merkle.js';
import { textsOf } from '../../src/store/seal.js';
import { textsIn } from '../../src/store/texts.js';
import { hex, root } from '../store/reference-tree.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, upTo } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;
let answers: readonly string[];
let events: readonly StoredEvent[];
const before = 3 + 20;

/** Four of them make two events: an alias, a lost race, a report, and a broken rule. */
const fourOf = (i: number): readonly CommandRequest[] => {
  const [action, quarter] = [1 + (Math.floor(i / 4) % 20), `2024-Q${(i % 4) + 1}`];
  const source = { fileName: 'plan.tsv', sha256: 'a'.repeat(64), row: i + 1, raw: `celda ${i}` };
  const progress = { percent: i, narrative: `Avance número ${i}` };
  return [
    ledger.addAlias(1 + (i % 5), `Oficina de prueba ${i}`, { source }),
    ledger.addAlias(1 + (i % 5), `Perdida ${i}`, { expectedStreamVersion: 9_999 }),
    i < 80
      ? ledger.report(action, quarter, progress, { reason: `motivo ${i}` })
      : ledger.correct(action, quarter, progress, { reason: `motivo ${i}` }),
    ledger.registerOffice(1),
  ];
};

beforeAll(async () => {
  log = await openLog();
  ledger = log.newLedger();
  await ledger.begin(log.loop, 20, 'PER_QUARTER');
  for (const n of [2, 3, 4, 5]) await log.loop.execute(ledger.registerOffice(n));
  const loops = [log.loop, await log.another()];
  const requests = upTo(320).flatMap((i) => fourOf(i - 1));
  // Whatever concerns one report goes through one loop, so that no correction overtakes it.
  const sent = requests.map((r, i) =>
    answer((loops[Math.floor(i / 4) % 2] ?? log.loop).execute(r)),
  );
  answers = await Promise.all(sent);
  events = await ledger.stored();
});
afterAll(() => log.close());

describe('1,280 commands of two processes, half of them refused', () => {
  it('have the answers that they must have', () => {
    expect(answers).toEqual(upTo(320).flatMap(() => ['OK', 'CONFLICT', 'OK', 'RULE_VIOLATION']));
  });

  it('leave positions from 1 to the number of what was recorded, without a gap', async () => {
    expect(events).toHaveLength(before + 4 + 640);
    expect(events.map(({ position }) => position)).toEqual(upTo(events.length));
    expect(await ledger.head()).toMatchObject({ position: events.length });
    expect(await ledger.receipts()).toHaveLength(events.length);
  });

  it('leave every stream dense, in the order of positions', () => {
    const streams = [...new Set(events.map(({ stream }) => stream))];
    expect(streams).toHaveLength(2 + 5 + 20);
    for (const stream of streams) {
      const own = events.filter((event) => event.stream === stream);
      expect(own.map(({ streamVersion }) => streamVersion)).toEqual(upTo(own.length));
    }
  });

  it('never go back in time', () => {
    const times = events.map(({ recordedAt }) => recordedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('leave rows that are what the log folds to', async () => {
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });
});

describe('the tree over them', () => {
  const declared = ({ type, schemaVersion }: StoredEvent) =>
    textsOf(catalogue[type as EventName], schemaVersion);
  const leaves = () => events.map((event) => Buffer.from(event.leafHash, 'base64'));

  it('has as leaves the hashes of the documents as they lie in the database', () => {
    for (const event of events) {
      const hash = leafHash(entryText(event, declared(event))).toString('base64');
      expect([event.position, event.leafHash]).toEqual([event.position, hash]);
    }
  });

  it('keeps a salt for each free text, and none twice', () => {
    for (const event of events) {
      const texts = textsIn(event, declared(event)).map(({ path }) => path);
      expect(Object.keys(event.salts ?? {}).sort()).toEqual(texts.sort());
    }
    const salts = events.flatMap(({ salts: own }) => Object.values(own ?? {}));
    // At least a cell for each alias, and a reason and a narrative for each report.
    expect(salts.length).toBeGreaterThanOrEqual(320 + 320 * 2);
    expect(new Set(salts).size).toBe(salts.length);
  });

  it('has the root that a naive reference computes', async () => {
    const head = await ledger.head();
    expect(hex([rootOf(frontierOf(head))])).toEqual(hex([root(leaves())]));
  });

  it('keeps the root of each complete subtree of 256 leaves, and nothing else', async () => {
    const nodes = await log.collections.tree
      .find({ ledger: ledger.name }, { sort: { tileLevel: 1, index: 1 } })
      .toArray();
    const complete = [0, 1].map((i) => ({
      tileLevel: 1,
      index: i,
      hash: hex([root(leaves().slice(256 * i, 256 * (i + 1)))])[0],
    }));
    expect(
      nodes.map(({ tileLevel, index, hash }) => ({ tileLevel, index, hash: hash.toString('hex') })),
    ).toEqual(complete);
  });
});
