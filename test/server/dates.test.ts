import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.js';
import { smallPlan, startApi } from '../support/api.js';
import { runInChild } from '../support/child.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('a date', () => {
  it('is the same that was sent, in whatever time zone the server runs', async () => {
    const before = process.env['TZ'];
    const said: { offset: number; dates: unknown }[] = [];
    for (const zone of ['America/Bogota', 'Pacific/Kiritimati', 'America/New_York']) {
      process.env['TZ'] = zone;
      const child = runInChild(new URL('./dates-child.ts', import.meta.url), []);
      said.push((await child.answer()) as { offset: number; dates: unknown });
      await child.kill('SIGTERM');
    }
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    // In minutes: each really ran in its zone.
    expect(said.map(({ offset }) => offset)).toEqual([300, -840, 240]);
    const [first, ...others] = said.map(({ dates }) => dates);
    expect(others).toEqual([first, first]);
    const own = { startDate: '2024-02-29', endDate: '2024-12-31' };
    expect(first).toMatchObject({
      added: own,
      listed: {
        plan: { period: { cutoff: '2024-03-31', opensAt: '2024-04-01', closesAt: '2024-04-12' } },
        actions: { nodes: [own] },
      },
    });
  });

  it('that the calendar does not have is refused, in the document and in a variable', async () => {
    const { planId } = await smallPlan(api, 1);
    const filter = (day: string) => `filter: { startDate: { from: ${day} } }`;
    const document = `{ actions(planId: "${planId}", ${filter('"2026-02-30"')}) { totalCount } }`;
    expect((await api.query(document)).errors?.[0]?.message).toContain('got "2026-02-30"');
    const { data, errors } = await api.query(
      `query ($day: LocalDate) { actions(planId: "${planId}", ${filter('$day')}) { totalCount } }`,
      { day: '2026-02-30' },
    );
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('a position above 2147483647', () => {
  it('is found, given out, paged by and part of an id, exactly', async () => {
    const { entityId, actionIds } = await smallPlan(api, 1);
    const events = api.connection.db.collection('events');
    const about = { ledger: entityId, 'subject.actionId': actionIds[0] };
    const stored = await events.findOne(about, { projection: { _id: 0 } });
    const far = [3_000_000_000, 3_000_000_001];
    await events.insertMany(
      far.map((position, i) => ({ ...stored, position, streamVersion: 4_000_000_000 + i })),
    );
    const [one = 0, two = 0] = far;
    const found = await api.ask(
      `{ historyEntry(entityId: "${entityId}", position: ${one}) { position streamVersion }
         node(id: "${entityId}:${two}") { id ... on ActionAdded { position } } }`,
    );
    expect(found).toEqual({
      historyEntry: { position: one, streamVersion: 4_000_000_000 },
      node: { id: `${entityId}:${two}`, position: two },
    });
    const page = async (more: string) => {
      const list = `history(first: 1 ${more}) { nodes { position } pageInfo { endCursor } }`;
      type History = { nodes: { position: number }[]; pageInfo: { endCursor: string } };
      const asked = `{ action(id: "${actionIds[0] ?? ''}") { ${list} } }`;
      return (await api.ask<{ action: { history: History } }>(asked)).action.history;
    };
    const newest = await page('');
    const next = await page(`, after: "${newest.pageInfo.endCursor}"`);
    expect([newest.nodes, next.nodes]).toEqual([[{ position: two }], [{ position: one }]]);
  });
});
