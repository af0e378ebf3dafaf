import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db, Document } from 'mongodb';
import type { CommandLoop } from '../../src/commands/loop.js';
import { Fault } from '../../src/store/faults.js';
import type { TestLog } from '../support/ledger.js';
import { openLog, upTo } from '../support/ledger.js';
import { importing, planFile, told, typesOf } from './imports.js';

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

const file = planFile(
  { offices: 'Oficina de Comunicación y Prensa', percent: '10%' },
  { offices: 'Oficina de Comunicacion y de Prensa', percent: '20%' },
  { percent: '130%' },
  {},
);
/** The start, the plan, two offices, an alias, three actions with a report each, and the end. */
const commands = 12;

/** Lets the first so many commands through; the others never arrive. */
function breakingAfter(count: number): Pick<CommandLoop, 'execute'> {
  let sent = 0;
  return {
    execute: (request) => {
      if (request.type === 'RegisterEntity') return log.loop.execute(request);
      sent += 1;
      return sent <= count
        ? log.loop.execute(request)
        : Promise.reject(new Fault('BUSY', 'The ledger is busy.'));
    },
  };
}

/** Records everything, but the answer to the command of this number is lost. */
function losing(number: number): Pick<CommandLoop, 'execute'> {
  let sent = 0;
  return {
    async execute(request) {
      if (request.type !== 'RegisterEntity') sent += 1;
      const own = sent;
      const outcome = await log.loop.execute(request);
      if (own === number) throw new Fault('OUTCOME_UNKNOWN', 'Not known yet.');
      return outcome;
    },
  };
}

/** The database, where something happens before this collection is read. */
function interrupted(name: string, before: () => Promise<void>): Db {
  const { db } = log.connection;
  const collection = (asked: string) => {
    const sound = db.collection(asked);
    if (asked !== name) return sound;
    const find = (filter: Document) => ({
      toArray: () => before().then(() => sound.find(filter).toArray()),
    });
    return { find };
  };
  return new Proxy(db, {
    get: (target, field): unknown =>
      field === 'collection' ? collection : Reflect.get(target, field),
  });
}

async function unbroken() {
  const one = importing(log);
  const { report } = await one.run(file);
  return { report, events: await one.ledger.stored() };
}

describe('an import that breaks off', () => {
  it('sends these commands in this order when nothing breaks', async () => {
    const { report, events } = await unbroken();
    expect(events.map(({ type }) => type)).toEqual([
      'EntityRegistered',
      'ImportStarted',
      'PlanRegistered',
      'OfficeRegistered',
      'ActionAdded',
      'ProgressReported',
      'OfficeAliasAdded',
      'ActionAdded',
      'ProgressReported',
      'OfficeRegistered',
      'ActionAdded',
      'ProgressReported',
      'ImportCompleted',
    ]);
    expect(events).toHaveLength(commands + 1);
    expect(report?.rejected).toMatchObject([{ raw: '130%' }]);
  });

  const breaks = [
    ...upTo(commands).map((n) => [`after ${n - 1} commands`, breakingAfter(n - 1)] as const),
    ...[1, 2, 7, commands].map((n) => [`at the answer to command ${n}`, losing(n)] as const),
  ];
  it.each(breaks)(
    '%s goes on under the same start, and ends like an unbroken one',
    async (...given) => {
      const [, loop] = given;
      const whole = await unbroken();
      const one = importing(log);
      await expect(one.run(file, { loop })).rejects.toBeInstanceOf(Fault);
      const before = await one.ledger.stored();
      const again = await one.run(file);

      const events = await one.ledger.stored();
      expect(events.slice(0, before.length)).toEqual(before);
      expect(told(events)).toEqual(told(whole.events));
      const start = events.find(({ type }) => type === 'ImportStarted');
      const causes = new Set(events.slice(2).map(({ causationId }) => causationId));
      expect([...causes]).toEqual([`${one.ledger.name}:${start?.position}`]);
      const imports = new Set(events.slice(1).map(({ subject }) => subject.importId));
      expect([...imports]).toEqual([start?.subject.importId]);
      // Where only the last answer was lost, everything is on record and nothing is left to do.
      if (before.length < events.length) {
        expect(again.report?.recorded).toEqual(whole.report?.recorded);
      }
      expect(await one.ledger.liveRows()).toEqual(await one.ledger.foldedRows());
      expect((await one.run(file)).report).toBeUndefined();
      expect(await one.ledger.stored()).toHaveLength(events.length);
    },
  );

  it('goes on in several processes at once, whenever they come', async () => {
    const whole = await unbroken();
    const loops = [log.loop, await log.another(), await log.another()];
    for (const stagger of [0, 5, 15, 30, 45]) {
      const one = importing(log);
      const runs = loops.map(async (loop, i) => {
        await sleep(stagger * i);
        return one.run(file, { loop });
      });
      for (const { report } of await Promise.all(runs)) {
        if (report !== undefined) expect(report.recorded).toEqual(whole.report?.recorded);
      }
      const events = await one.ledger.stored();
      expect(told(events.slice(0, 2))).toEqual(told(whole.events.slice(0, 2)));
      expect(told(events)).toEqual(expect.arrayContaining([...told(whole.events)]));
      expect(events).toHaveLength(whole.events.length);
    }
  });

  it.each(['entities', 'offices', 'plans'])(
    'goes on when it got so far while this one was reading %s',
    async (name) => {
      const whole = await unbroken();
      const one = importing(log);
      await log.loop.execute(one.ledger.registerEntity());
      let meanwhile: Promise<unknown> | undefined;
      const other = () => one.run(file, { loop: breakingAfter(7) }).catch(() => undefined);
      const db = interrupted(name, async () => {
        await (meanwhile ??= other());
      });
      const { report } = await one.run(file, { db });
      expect(meanwhile).toBeDefined();
      expect(report?.recorded).toEqual(whole.report?.recorded);
      expect(told(await one.ledger.stored())).toEqual(told(whole.events));
    },
  );

  it('is another import for another file, which takes over what is on record', async () => {
    const one = importing(log);
    await expect(one.run(file, { loop: breakingAfter(6) })).rejects.toBeInstanceOf(Fault);
    await one.news();
    const corrected = planFile(
      { offices: 'Oficina de Comunicación y Prensa', percent: '10%' },
      { offices: 'Oficina de Comunicacion y de Prensa', percent: '20%' },
      { percent: '100%' },
      {},
    );
    const { report } = await one.run(corrected);
    expect(report?.rejected).toEqual([]);
    expect([...typesOf(await one.news())].sort()).toEqual([
      'ActionAdded',
      'ActionAdded',
      'ActionAdded',
      'OfficeRegistered',
      'ProgressReported',
      'ProgressReported',
      'ProgressReported',
    ]);
  });
});
