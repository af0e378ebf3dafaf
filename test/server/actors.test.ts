import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorIdFor, eraseActor } from '../../src/store/actors.js';
import { graphql } from '../client/graphql.js';
import type { Api, SmallPlan } from '../support/api.js';
import { mutate, smallPlan, startApi } from '../support/api.js';

let api: Api;
let other: Api;
let plan: SmallPlan;
let luz: string;
beforeAll(async () => {
  api = await startApi();
  const { db } = api.connection;
  luz = await actorIdFor(db, { issuer: 'https://id.example.org', subject: 'luz', name: 'Luz' });
  other = await startApi({ uri: api.uri, actor: { id: luz, role: 'admin' } });
  plan = await smallPlan(api, 3);
  for (const actionId of plan.actionIds) {
    await mutate(other, 'reportProgress', { actionId, quarter: '2024-Q1', percent: 10 });
  }
});
afterAll(async () => {
  await other.close();
  await api.close();
});

const document = graphql(`
  query ($id: ID!) {
    history(entityId: $id, order: OLDEST) {
      nodes {
        actor {
          id
          name
          erased
        }
      }
    }
  }
`);
const actorsOfHistory = async () => {
  const { history } = await api.ask(document, { id: plan.entityId });
  return history.nodes.map((node) => node?.actor);
};

describe('the actor of an entry', () => {
  it('is shown by its name, and by null where none is known', async () => {
    const actors = await actorsOfHistory();
    expect(actors.at(0)).toEqual({ id: 'local', name: null, erased: false });
    expect(actors.at(-1)).toEqual({ id: luz, name: 'Luz', erased: false });
  });

  it('costs one query for a page', async () => {
    const { db } = api.connection;
    await db.command({ profile: 2 });
    await actorsOfHistory();
    await db.command({ profile: 0 });
    const asked = { op: 'query', ns: `${db.databaseName}.actors` };
    expect(await db.collection('system.profile').countDocuments(asked)).toBe(1);
  });

  it('stays when its name is erased, and so does every byte of the log', async () => {
    const before = await api.connection.db.collection('events').find().toArray();
    await eraseActor(api.connection.db, luz);
    expect((await actorsOfHistory()).at(-1)).toEqual({ id: luz, name: null, erased: true });
    expect(await api.connection.db.collection('events').find().toArray()).toEqual(before);
  });
});
