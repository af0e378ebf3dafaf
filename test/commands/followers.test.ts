import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { catalogue } from '../../events/index.js';
import { decideBatch } from '../../src/commands/decide-batch.js';
import type { CommandRequest } from '../../src/commands/request.js';
import { handlerOf } from '../../src/domain/handlers.js';
import { loadRows } from '../../src/projections/load-rows.js';
import { createRows } from '../../src/projections/rows.js';
import { writeRows } from '../../src/projections/write-rows.js';
import { append } from '../../src/store/append.js';
import { lockHead, timeOf } from '../../src/store/head.js';
import { inTransaction } from '../../src/store/transaction.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recorded, recordedAll, upTo } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
});
beforeEach(async () => {
  ledger = log.newLedger();
  await ledger.begin(log.loop);
});
afterAll(() => log.close());

/** A reader that polls, and believes that what is behind its last position never changes. */
function startFollower() {
  const seen: number[] = [];
  const stopping = new AbortController();
  const poll = async () => {
    const events = await ledger.follow(seen.at(-1) ?? 0);
    seen.push(...events.map(({ position }) => position));
  };
  const polling = (async () => {
    while (!stopping.signal.aborted) await poll();
  })();
  return {
    seen,
    async stop() {
      stopping.abort();
      await polling;
      await poll();
      return seen;
    },
  };
}

/** Appends like the loop does, but holds its transaction open until the gate opens. */
const stalled = async (request: CommandRequest, fate: 'commit' | 'abort') => {
  const { client, db } = log.connection;
  let openGate = () => {};
  const gate = new Promise<void>((resolve) => (openGate = resolve));
  let done = Promise.resolve();
  await new Promise<void>((appended, failed) => {
    done = inTransaction(client, { deadline: Date.now() + 20_000 }, async (session) => {
      const head = await lockHead(log.collections, session, ledger.name);
      if (head === undefined) throw new Error('no head');
      const [rows, recordedAt] = [createRows(), timeOf(head, new Date())];
      const { target, needs, moreNeeds } = handlerOf(request.type);
      const first = [target(request.input), ...(needs?.(request.input) ?? [])];
      await loadRows({ db, session, head }, first, rows, new Set());
      const more = moreNeeds?.(request.input, rows) ?? [];
      await loadRows({ db, session, head }, more, rows, new Set());
      const basis = { catalogue, position: head.position, recordedAt, receipts: [], rows };
      const batch = decideBatch([request], basis);
      await append(log.collections, session, head, batch);
      await writeRows(db, session, head, rows.changed());
      appended();
      await gate;
      return { commit: fate === 'commit', result: undefined };
    });
    done.catch(failed);
  });
  return { openGate, done };
};

describe('a reader that follows positions', () => {
  it('misses nothing while two processes append', async () => {
    const follower = startFollower();
    const loops = [log.loop, await log.another()];
    const work = loops.map(async (loop, k) => {
      for (const round of upTo(12)) {
        const offices = upTo(5).map((i) => ledger.registerOffice(1_000 * (k + 1) + 10 * round + i));
        await Promise.all(offices.map((request) => loop.execute(request).then(recorded)));
      }
    });
    await Promise.all(work);
    expect(await follower.stop()).toEqual(upTo(3 + 120));
  });

  it('sees a stalled writer and the one that came after it, in order, none skipped', async () => {
    const follower = startFollower();
    const a = await stalled(ledger.registerOffice(11), 'commit');
    const b = log.loop.execute(ledger.registerOffice(12)).then(recorded);
    // However long A is stalled, B has no place before A has one.
    expect(await Promise.race([b, sleep(300, 'B waits')])).toBe('B waits');
    expect(follower.seen).toEqual([1, 2, 3]);
    a.openGate();
    await a.done;
    expect(await b).toEqual([5]);
    expect(await follower.stop()).toEqual(upTo(5));
    const names = (await ledger.follow(3)).map(({ data }) => data);
    expect(names).toMatchObject([{ name: 'Oficina 11' }, { name: 'Oficina 12' }]);
  });

  it('sees no gap where a stalled writer gave up', async () => {
    const follower = startFollower();
    const a = await stalled(ledger.registerOffice(11), 'abort');
    const b = log.loop.execute(ledger.registerOffice(12)).then(recorded);
    expect(await Promise.race([b, sleep(100, 'B waits')])).toBe('B waits');
    a.openGate();
    await a.done;
    expect(await b).toEqual([4]);
    expect(await follower.stop()).toEqual(upTo(4));
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('is not kept waiting by another ledger', async () => {
    const other = log.newLedger();
    const a = await stalled(ledger.registerOffice(11), 'commit');
    expect(await other.begin(log.loop, 1)).toEqual(upTo(4));
    a.openGate();
    await a.done;
    expect(await ledger.follow()).toHaveLength(4);
  });
});

describe('two that set a percentage at once, where a fall needs a reason', () => {
  beforeEach(async () => {
    const first = [ledger.addAction(1), ledger.report(1, '2024-Q1', { percent: 1_000 })];
    recordedAll(await Promise.all(first.map((request) => log.loop.execute(request))));
  });
  const percents = async () =>
    (await ledger.stored()).flatMap(({ type, data }) =>
      type === 'ProgressCorrected' ? [data['after']] : [],
    );
  const needsReason = {
    kind: 'refused',
    refusal: { code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' },
  };

  it('have one loser, who decides again on the state of the winner', async () => {
    // Both read 10 % and mean to raise it; whoever comes second would lower it.
    const a = await stalled(ledger.correct(1, '2024-Q1', { percent: 7_000 }), 'commit');
    const b = log.loop.execute(ledger.correct(1, '2024-Q1', { percent: 6_000 }));
    expect(await Promise.race([b, sleep(100, 'B waits')])).toBe('B waits');
    a.openGate();
    await a.done;
    expect(await b).toMatchObject(needsReason);
    expect(await percents()).toEqual([{ percent: 7_000 }]);
  });

  it('have no loser when the first one gives up', async () => {
    const a = await stalled(ledger.correct(1, '2024-Q1', { percent: 7_000 }), 'abort');
    const b = log.loop.execute(ledger.correct(1, '2024-Q1', { percent: 6_000 }));
    a.openGate();
    await a.done;
    expect(await b).toMatchObject({ kind: 'recorded' });
    expect(await percents()).toEqual([{ percent: 6_000 }]);
  });

  it('of one batch: the second is decided on what the first made', async () => {
    const [high, low, same] = await Promise.all(
      [7_000, 6_000, 7_000].map((percent) =>
        log.loop.execute(ledger.correct(1, '2024-Q1', { percent })),
      ),
    );
    expect(high).toMatchObject({ kind: 'recorded', positions: [6] });
    expect(low).toMatchObject(needsReason);
    expect(same).toMatchObject({ kind: 'recorded', positions: [] });
  });
});
