import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/domain/handlers.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recorded, recordedAll } from '../support/ledger.js';

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

const stateOf = async (model: string, id: string) =>
  (await ledger.liveRows())[model]?.find((row) => row.id === id)?.state;

describe('what is recorded to the letter', () => {
  it.each(['123456789012345.62', '0.1', '9007199254740993', '0.10'])(
    'is the decimal %s, from the command to the event and the row',
    async (decimal) => {
      const requests = [
        ledger.addAction(1, { target: decimal }),
        ledger.report(1, '2024-Q1', { quantity: decimal }),
      ];
      recordedAll(await Promise.all(requests.map((request) => log.loop.execute(request))));
      const [added, reported] = (await ledger.stored()).slice(-2);
      expect(added?.data).toMatchObject({ target: decimal });
      expect(reported?.data).toMatchObject({ quantity: decimal, percent: 10_000 });
      expect((await ledger.follow(4))[0]?.data).toMatchObject({ quantity: decimal });
      expect(await stateOf('actions', ledger.actionId(1))).toMatchObject({ target: decimal });
      const report = await stateOf('reports', `${ledger.actionId(1)}/Q1`);
      expect(report).toMatchObject({ quantity: decimal, percent: 10_000 });
    },
  );

  it.each([
    ['an emoji of several code points', 'Taller 👩‍👩‍👧‍👦 🇨🇴 ✅'],
    ['combining accents', 'Gestio\u0301n'],
    ['composed accents', 'Gesti\u00f3n'],
    ['trailing blanks', '  Se avanzó.  \t'],
    ['a no-break space', 'Región\u00a0Metropolitana\u00a0'],
    ['line breaks of all kinds', 'uno\r\ndos\ntres\rcuatro\u2028cinco'],
    ['a NUL and a BOM', '\ufeffcero\u0000fin'],
    ['operators of the database', '$set {"$gt": ""} a.b'],
  ])('is a narrative with %s', async (_, narrative) => {
    const requests = [
      ledger.addAction(1),
      ledger.report(1, '2024-Q1', { narrative }, { reason: narrative }),
      ledger.correct(1, '2024-Q1', { percent: 1, narrative: `${narrative}.` }),
    ];
    for (const request of requests) recorded(await log.loop.execute(request));
    const [, reported, corrected] = (await ledger.follow()).slice(-3);
    expect(reported).toMatchObject({ data: { narrative }, reason: narrative });
    expect(corrected?.data).toMatchObject({ before: { narrative } });
    const report = await stateOf('reports', `${ledger.actionId(1)}/Q1`);
    expect(report).toMatchObject({ narrative: `${narrative}.` });
  });
});

describe('what has no exact form', () => {
  it.each([
    ['narrative', { narrative: 'a \ud800 b' }, {}],
    ['percent', { percent: 12.5 }, {}],
    ['percent', { percent: NaN }, {}],
    ['percent', { percent: undefined }, {}],
    ['reason', { percent: 1 }, { reason: 'a \ud800 b' }],
  ])('is refused, naming the %s', async (field, progress, meta) => {
    await log.loop.execute(ledger.addAction(1));
    const request = ledger.report(1, '2024-Q1', progress as object, meta);
    expect(await log.loop.execute(request)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'BAD_USER_INPUT', field },
    });
    expect(await ledger.stored()).toHaveLength(4);
  });

  it('is refused in the reason of a command that changes nothing, too', async () => {
    await log.loop.execute(ledger.addAction(1));
    const request = ledger.revise(1, {}, { reason: '\udfff' });
    expect(await answer(log.loop.execute(request))).toBe('BAD_USER_INPUT');
  });
});

describe('data with hostile names', () => {
  const names = [
    '$set',
    '__proto__',
    'constructor',
    'position',
    'stream',
    'recordedAt',
    'leafHash',
    '_id',
    'data.name',
    'a.b',
    '',
  ];
  /** As JSON.parse makes it: `__proto__` is then a member like any other. */
  const withMember = (input: object, name: string) => {
    const text = JSON.stringify({ ...input, hostile: { position: 1 } });
    return JSON.parse(text.replace('"hostile"', JSON.stringify(name))) as object;
  };

  it.each(names)('is refused where the data are kept whole: "%s"', async (name) => {
    for (const honest of [ledger.registerOffice(2), ledger.addAction(1)]) {
      const request = { ...honest, input: withMember(honest.input, name) } as typeof honest;
      expect(await answer(log.loop.execute(request))).toBe('BAD_USER_INPUT');
    }
    expect(await ledger.stored()).toHaveLength(3);
  });

  it.each(names)('never reaches the event where the data are picked: "%s"', async (name) => {
    await log.loop.execute(ledger.addAction(1));
    const honest = ledger.report(1, '2024-Q1', { percent: 100 });
    const input = withMember(honest.input, name);
    const outcome = await log.loop.execute({ ...honest, input } as typeof honest);
    expect(outcome.kind === 'refused' || outcome.positions).toEqual([5]);
    const [event] = (await ledger.stored()).slice(-1);
    expect(Object.keys(event?.data ?? {}).sort()).toEqual([
      'actionId',
      'fall',
      'percent',
      'quarter',
      'timeliness',
    ]);
  });

  it('beside the input overrides neither position, stream, time nor ledger', async () => {
    const lies = {
      position: 1,
      stream: 'entity-other',
      streamVersion: 99,
      recordedAt: new Date(0),
      leafHash: 'x',
      salts: { reason: 'x' },
      subject: { planId: 'plan_other_0001' },
      schemaVersion: 7,
      data: { officeId: 'office_other_0001', name: 'Otra' },
    };
    const honest = ledger.registerOffice(2);
    recorded(await log.loop.execute({ ...honest, ...lies }));
    expect((await ledger.follow(3))[0]).toMatchObject({
      ledger: ledger.name,
      position: 4,
      stream: `office-${ledger.officeId(2)}`,
      streamVersion: 1,
      schemaVersion: 1,
      subject: { officeIds: [ledger.officeId(2)] },
      data: honest.input,
    });
  });

  it('can be the text itself', async () => {
    const name = '$set.__proto__';
    const command: Command = {
      type: 'RegisterOffice',
      input: { officeId: ledger.officeId(2), name },
    };
    recorded(await log.loop.execute(ledger.request(command)));
    expect(await stateOf('offices', ledger.officeId(2))).toMatchObject({ name });
  });

  it('is no ledger, no command and no reason to stop the others', async () => {
    const unknown = ledger.request({ type: 'constructor', input: {} } as unknown as Command);
    const others = [ledger.registerOffice(2), unknown, ledger.registerOffice(3)];
    const answers = await Promise.all(others.map((r) => answer(log.loop.execute(r))));
    expect(answers).toEqual(['OK', 'INTERNAL', 'OK']);
    const elsewhere = { ...ledger.registerOffice(2), ledger: '__proto__' };
    expect(await answer(log.loop.execute(elsewhere))).toBe('NOT_FOUND');
  });
});
