import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { redact } from '../../src/commands/redact.js';
import { importFile } from '../../src/importer/import-file.js';
import { planFile } from '../importer/imports.js';
import type { Api, SmallPlan } from '../support/api.js';
import { graphql } from '../client/graphql.js';
import { mutate, smallPlan, startApi } from '../support/api.js';
import { localActor } from '../support/ledger.js';

let api: Api;
let plan: SmallPlan;
let position = 0;
const secret = 'Se reunió con Ana Pérez.';
const quarter = '2024-Q1';
const redactor = { id: 'local', role: 'redactor' };

beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 1);
  const [actionId = ''] = plan.actionIds;
  await mutate(api, 'reportProgress', { actionId, quarter, percent: 10, narrative: 'Nada.' });
  const corrected = { actionId, quarter, narrative: secret, reason: 'Faltaba' };
  const { entries } = await mutate(api, 'correctProgress', corrected);
  position = entries[0]?.position ?? 0;
  await mutate(api, 'attachEvidence', {
    ...{ actionId, quarter, title: 'Cédula de Ana', url: 'https://example.org/ana' },
  });
  const powers = { connection: api.connection, loop: api.loop, actor: redactor };
  const request = { ledger: plan.entityId, everywhere: false, reason: 'Habeas data' };
  await redact(powers, { ...request, position, fields: ['after.narrative'], commandId: 'a' });
  const fields = ['evidence.title', 'evidence.url'];
  await redact(powers, { ...request, position: position + 1, fields, commandId: 'b' });
});
afterAll(() => api.close());

describe('what was redacted', () => {
  it('is null in the state, which says that it was redacted', async () => {
    const { action } = await api.ask(
      graphql(`
        query ($id: ID!) {
          action(id: $id) {
            first: report(quarter: "2024-Q1") {
              narrative
              narrativeRedacted
              evidence {
                title
                url
              }
            }
            second: report(quarter: "2024-Q2") {
              narrative
              narrativeRedacted
            }
          }
        }
      `),
      { id: plan.actionIds[0] ?? '' },
    );
    expect(action).toEqual({
      first: {
        ...{ narrative: null, narrativeRedacted: true },
        evidence: [{ title: null, url: null }],
      },
      second: { narrative: null, narrativeRedacted: false },
    });
  });

  it('is null in the history, where each entry names its redaction, and changes say it', async () => {
    const { historyEntry } = await api.ask(
      graphql(`
        query ($id: ID!, $position: SafeInt!) {
          historyEntry(entityId: $id, position: $position) {
            reason
            redactions {
              redactedPosition
              fields
              reason
              actor {
                id
                role
              }
              entry {
                position
              }
            }
            changes {
              field
              before
              beforeRedacted
              after
              afterRedacted
            }
            ... on ProgressCorrected {
              before {
                narrative
              }
              after {
                narrative
              }
            }
          }
        }
      `),
      { id: plan.entityId, position },
    );
    expect(historyEntry).toEqual({
      reason: 'Faltaba',
      redactions: [
        {
          ...{ redactedPosition: position, fields: ['data.after.narrative'] },
          ...{ reason: 'Habeas data', actor: redactor, entry: { position } },
        },
      ],
      changes: [
        {
          ...{ field: 'narrative', before: 'Nada.', beforeRedacted: false },
          ...{ after: null, afterRedacted: true },
        },
      ],
      before: { narrative: 'Nada.' },
      after: { narrative: null },
    });
  });

  it("stands in the action's history, and in that of the field", async () => {
    const { action, fieldHistory } = await api.ask(
      graphql(`
        query ($id: ID!) {
          action(id: $id) {
            history {
              nodes {
                type
              }
            }
          }
          fieldHistory(actionId: $id, field: "narrative") {
            nodes {
              position
            }
          }
        }
      `),
      { id: plan.actionIds[0] ?? '' },
    );
    const types = action?.history.nodes.map((node) => node?.type);
    expect(types?.filter((type) => type === 'EntryRedacted')).toHaveLength(2);
    expect(fieldHistory.nodes.map((node) => node?.position)).toContain(position);
  });

  it('is found by reading no entry twice: one query for a page of redactions', async () => {
    const { db } = api.connection;
    await db.command({ profile: 2 });
    await api.ask(
      graphql(`
        query ($id: ID!) {
          history(entityId: $id) {
            nodes {
              redactions {
                position
              }
            }
          }
        }
      `),
      { id: plan.entityId },
    );
    await db.command({ profile: 0 });
    const asked = { op: 'query', 'command.filter.type': 'EntryRedacted' };
    const found = await db.collection('system.profile').find(asked).toArray();
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found[0]?.['planSummary'])).toContain('data.position');
  });

  it('is told as of a moment before it too, and never as never given', async () => {
    const { trend } = await api.ask(
      graphql(`
        query ($id: ID!, $asOf: AsOf!) {
          trend(planId: $id, asOf: $asOf) {
            total {
              reported
            }
          }
        }
      `),
      { id: plan.planId, asOf: { position: position + 4 } },
    );
    expect(trend).toMatchObject({ total: expect.arrayContaining([{ reported: 1 }]) });
  });

  it('is not brought back by a file that still has it', async () => {
    const file = planFile({ percent: '90%', narrative: secret });
    const imported = await importFile(
      {
        ...{ file, entityId: plan.entityId, planId: plan.planId, actor: localActor },
        ...{ dryRun: false, reason: 'Acta' },
      },
      api,
    );
    expect(imported.report?.recorded.corrections).toBe(1);
    const { action } = await api.ask(
      graphql(`
        query ($id: ID!) {
          action(id: $id) {
            report(quarter: "2024-Q1") {
              percent
              narrative
              narrativeRedacted
            }
          }
        }
      `),
      { id: plan.actionIds[0] ?? '' },
    );
    expect(action).toEqual({
      report: { percent: 90, narrative: null, narrativeRedacted: true },
    });
  });
});
