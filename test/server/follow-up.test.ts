import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicationHash, publicationOf } from '../../src/domain/publication.js';
import { dateInBogota } from '../../src/domain/quarter.js';
import { periodIdOf } from '../../src/domain/period.js';
import { fold } from '../../src/projections/fold.js';
import { readPublications } from '../../src/projections/read-publications.js';
import { createRows } from '../../src/projections/rows.js';
import { collectionsOf } from '../../src/store/collections.js';
import { readLedger } from '../../src/store/read.js';
import { openCheckpoint } from '../../src/store/checkpoint-note.js';
import { newKeys } from '../audit/forge.js';
import type { InputOf } from '../client/graphql.js';
import { graphql } from '../client/graphql.js';
import type { Api } from '../support/api.js';
import {
  actionFields,
  addAction,
  mutate,
  registerOffice,
  smallPlan,
  startApi,
} from '../support/api.js';
import { ledgerOn } from '../support/ledger.js';

let api: Api;
/** The same database, asked by another person. */
let reviewer: Api;
beforeAll(async () => {
  api = await startApi({ keys });
  reviewer = await startApi({ uri: api.uri, actor: { id: 'reviewer', role: 'admin' } });
});
afterAll(async () => {
  await reviewer.close();
  await api.close();
});

const keys = newKeys();
const quarter = '2024-Q1';
const shown = graphql(`
  fragment shown on Report {
    state
    percent
    signal
    restated
    timeliness
    reportVersion
    actor {
      id
    }
  }
`);
const reportedOne = graphql(
  `
    fragment reportedOne on ReportProgressPayload {
      report {
        ...shown
      }
    }
  `,
  [shown],
);
const returnedOne = graphql(
  `
    fragment returnedOne on ReturnReportPayload {
      report {
        ...shown
      }
    }
  `,
  [shown],
);
const approvedOne = graphql(
  `
    fragment approvedOne on ApproveReportPayload {
      report {
        ...shown
      }
    }
  `,
  [shown],
);
const correctedOne = graphql(
  `
    fragment correctedOne on CorrectProgressPayload {
      report {
        ...shown
      }
      entries {
        ... on ProgressCorrected {
          afterCutoff
        }
      }
    }
  `,
  [shown],
);
const closedOne = graphql(`
  fragment closedOne on ClosePeriodPayload {
    period {
      status
      act
      publicationHash
      publication {
        hash
      }
    }
    ledger {
      size
      rootHash
      checkpoint
    }
  }
`);
const officeFields = graphql(`
  fragment officeFields on Office {
    id
    name
    aliases
    names {
      name
      until
    }
    streamVersion
    mergedInto {
      id
      name
    }
  }
`);

const openWide = (planId: string) =>
  mutate(api, 'openPeriod', { planId, quarter, closesAt: '2999-12-31' });

const periodDocument = graphql(`
  query ($id: ID!, $quarter: Quarter!) {
    plan(id: $id) {
      period(quarter: $quarter) {
        status
        act
        closedAt
        publicationHash
        publication {
          hash
          asOfPosition
          position
          totals {
            due
            reported
            completeness
            progress
          }
          actions {
            actionId
            percent
            expected
            state
            signal
          }
        }
      }
    }
  }
`);
const periodOf = async (id: string) => {
  const { plan } = await api.ask(periodDocument, { id, quarter });
  return plan?.period ?? null;
};
const signalDocument = graphql(`
  query ($id: ID!, $quarter: Quarter!) {
    action(id: $id) {
      report(quarter: $quarter) {
        signal
      }
    }
  }
`);
const signalOf = async (id: string) => {
  const { action } = await api.ask(signalDocument, { id, quarter });
  return action?.report.signal;
};

describe("a quarter's life", () => {
  it('from its opening over reports, a return and an approval to a closing that is corrected', async () => {
    const { entityId, planId, actionIds } = await smallPlan(api, 2);
    const [first = '', second = ''] = actionIds;
    const target = { actionId: first, quarter };
    expect(await periodOf(planId)).toBeNull();

    const opened = await openWide(planId);
    expect(opened.entries).toMatchObject([{ type: 'PeriodOpened' }]);
    const again = await openWide(planId);
    expect(again).toMatchObject({ entries: [], userErrors: [{ rule: 'period-open' }] });

    const reported = await mutate(api, 'reportProgress', { ...target, percent: 10 }, reportedOne);
    expect(reported.report).toMatchObject({ state: 'SUBMITTED', timeliness: 'ON_TIME' });

    const bare = await mutate(reviewer, 'returnReport', target, returnedOne);
    expect(bare.userErrors).toMatchObject([{ rule: 'reason-required' }]);
    const reason = 'Falta el soporte';
    const returned = await mutate(reviewer, 'returnReport', { ...target, reason }, returnedOne);
    expect(returned.report).toMatchObject({
      state: 'RETURNED',
      percent: 10,
      actor: { id: 'local' },
    });

    await mutate(api, 'reportProgress', { ...target, percent: 12.5 });
    const own = await mutate(api, 'approveReport', target, approvedOne);
    expect(own).toMatchObject({
      report: { state: 'SUBMITTED' },
      userErrors: [{ rule: 'own-report', actual: 'local' }],
    });
    const approved = await mutate(reviewer, 'approveReport', target, approvedOne);
    // Approving changes neither the author nor the value.
    expect(approved.report).toMatchObject({
      state: 'APPROVED',
      percent: 12.5,
      actor: { id: 'local' },
    });

    const closed = await mutate(
      api,
      'closePeriod',
      { planId, quarter, act: 'Acta 3 del comité' },
      closedOne,
    );
    expect(closed.period).toMatchObject({ status: 'CLOSED', act: 'Acta 3 del comité' });
    const before = await periodOf(planId);
    // The expected value by hand: 91 of the 366 days of 2024 have passed, 24.86 %.
    expect(before?.publication).toMatchObject({
      totals: { due: 2, reported: 1, completeness: 50, progress: 12.5 },
      hash: before?.publicationHash,
    });
    const published = Object.fromEntries(
      (before?.publication?.actions ?? []).map((shown) => [shown.actionId, shown] as const),
    );
    expect(published).toEqual({
      [first]: {
        actionId: first,
        percent: 12.5,
        expected: 24.86,
        state: 'PUBLISHED',
        signal: 'YELLOW',
      },
      [second]: {
        actionId: second,
        percent: null,
        expected: 24.86,
        // Its window was to be open until 2999, but the act has closed the quarter.
        state: 'OVERDUE',
        signal: 'NO_DATA',
      },
    });

    const late = await mutate(api, 'reportProgress', { actionId: second, quarter, percent: 5 });
    expect(late.userErrors).toMatchObject([{ rule: 'period-closed' }]);
    const unexplained = await mutate(api, 'correctProgress', { ...target, percent: 20 });
    expect(unexplained.userErrors).toMatchObject([{ rule: 'reason-required' }]);
    const corrected = await mutate(
      api,
      'correctProgress',
      { ...target, percent: 20, reason: 'Auditoría' },
      correctedOne,
    );
    expect(corrected).toMatchObject({
      report: { state: 'PUBLISHED', restated: true, percent: 20, signal: 'GREEN' },
      entries: [{ afterCutoff: true }],
    });
    // What was missing is reported by a correction too.
    const missing = await mutate(
      api,
      'correctProgress',
      { actionId: second, quarter, percent: 5, reason: 'Llegó tarde' },
      correctedOne,
    );
    expect(missing.report).toMatchObject({
      state: 'PUBLISHED',
      restated: true,
      timeliness: 'LATE',
    });
    expect(await periodOf(planId)).toEqual(before);
    expect(await ledgerOn(api.connection, entityId).liveRows()).toEqual(
      await ledgerOn(api.connection, entityId).foldedRows(),
    );
  });

  it('publishes what folding the log up to its position gives again', async () => {
    const { entityId, planId, actionIds } = await smallPlan(api, 3);
    const [first = '', second = ''] = actionIds;
    await openWide(planId);
    await mutate(api, 'reportProgress', { actionId: first, quarter, percent: 33.33 });
    await mutate(api, 'markReportNotApplicable', {
      ...{ actionId: second, quarter, reason: 'Aplazada' },
    });
    await mutate(api, 'closePeriod', { planId, quarter, act: 'Acta 1' });
    await mutate(api, 'correctProgress', {
      ...{ actionId: first, quarter, percent: 50, reason: 'Auditoría' },
    });

    const { db } = api.connection;
    const [frozen] = await readPublications(db, [{ ledger: entityId, planId, quarter }]);
    const rows = createRows();
    for await (const event of readLedger(collectionsOf(db), entityId)) {
      if (event.position > (frozen?.publication.asOfPosition ?? 0)) break;
      fold(event, rows);
    }
    const plan = rows.get('plans', planId);
    const period = rows.get('periods', periodIdOf(planId, quarter));
    if (frozen === undefined || plan === undefined || period === undefined) {
      throw new Error('there is nothing to compare');
    }
    expect(frozen.publication.asOfPosition).toBe(frozen.position - 1);
    const asOf = { position: frozen.publication.asOfPosition, on: dateInBogota(frozen.recordedAt) };
    const recomputed = publicationOf(plan, period, rows, asOf);
    expect(recomputed).toEqual(frozen.publication);
    expect(publicationHash(recomputed)).toBe((await periodOf(planId))?.publicationHash);
  });

  it('shows that published figures were altered: their hash is another than the entry carries', async () => {
    const { entityId, planId, actionIds } = await smallPlan(api);
    await openWide(planId);
    await mutate(api, 'reportProgress', { actionId: actionIds[0] ?? '', quarter, percent: 10 });
    await mutate(api, 'closePeriod', { planId, quarter, act: 'Acta 1' });
    await api.connection.db
      .collection('publications')
      .updateOne({ ledger: entityId }, { $set: { 'publication.totals.progress': 9_000 } });
    const period = await periodOf(planId);
    expect(period?.publication?.totals.progress).toBe(90);
    expect(period?.publication?.hash).not.toBe(period?.publicationHash);
  });

  it('keeps its colours as long as it is closed, whatever policy is adopted later', async () => {
    const { planId, actionIds } = await smallPlan(api);
    const [actionId = ''] = actionIds;
    await openWide(planId);
    await mutate(api, 'reportProgress', { actionId, quarter, percent: 12.5 });
    expect(await signalOf(actionId)).toBe('YELLOW');
    await mutate(api, 'closePeriod', { planId, quarter, act: 'Acta 1' });
    const policy = { redUpTo: 10, yellowUpTo: 20, greenUpTo: 30 };
    const adopted = await mutate(
      api,
      'adoptSignalPolicy',
      { planId, policy },
      graphql(`
        fragment adopted on AdoptSignalPolicyPayload {
          plan {
            signalPolicy {
              redUpTo
              yellowUpTo
              greenUpTo
            }
          }
        }
      `),
    );
    expect(adopted.plan?.signalPolicy).toEqual(policy);
    expect(await signalOf(actionId)).toBe('YELLOW');

    const bare = await mutate(api, 'reopenPeriod', { planId, quarter });
    expect(bare.userErrors).toMatchObject([{ rule: 'reason-required' }]);
    await mutate(api, 'reopenPeriod', { planId, quarter, reason: 'Faltó un soporte' });
    expect(await signalOf(actionId)).toBe('OVER');
    expect(await periodOf(planId)).toMatchObject({
      status: 'REOPENED',
      publication: { totals: {} },
    });
    const late = await mutate(
      api,
      'correctProgress',
      { actionId, quarter, percent: 13 },
      correctedOne,
    );
    expect(late.report).toMatchObject({ state: 'SUBMITTED', restated: false });
    await mutate(api, 'closePeriod', { planId, quarter, act: 'Acta 2' });
    // Of two closings, the last is shown.
    expect(await periodOf(planId)).toMatchObject({
      act: 'Acta 2',
      publication: { totals: { progress: 13 }, actions: [{ signal: 'OVER' }] },
    });

    const falling = await mutate(api, 'adoptSignalPolicy', {
      ...{ planId, policy: { redUpTo: 80, yellowUpTo: 75, greenUpTo: 125 } },
    });
    expect(falling.userErrors).toMatchObject([
      { rule: 'policy-order', actual: '80 %, 75 %, 125 %' },
    ]);
  });

  it('is no quarter of another year, nor closed before its cut-off', async () => {
    const { planId } = await smallPlan(api, 0, 2999);
    const outside = await mutate(api, 'openPeriod', { planId, quarter });
    expect(outside.userErrors).toMatchObject([
      { rule: 'quarter-outside-plan', expected: 'a quarter of 2999', actual: quarter },
    ]);
    const mixed = await mutate(api, 'openPeriod', {
      ...{ planId, quarter: '2999-Q1', opensAt: '2999-04-01', closesAt: '2999-03-31' },
    });
    expect(mixed.userErrors).toMatchObject([{ rule: 'window-order' }]);
    const unopened = await mutate(api, 'closePeriod', { planId, quarter: '2999-Q1', act: 'A' });
    expect(unopened.userErrors).toMatchObject([{ rule: 'period-not-open' }]);
    await mutate(api, 'openPeriod', { planId, quarter: '2999-Q1' });
    const early = await mutate(api, 'closePeriod', { planId, quarter: '2999-Q1', act: 'A' });
    expect(early.userErrors).toMatchObject([
      { rule: 'period-too-early', expected: 'a day after 2999-03-31' },
    ]);
    const nowhere = await mutate(api, 'openPeriod', { planId: 'plan_none_0000', quarter });
    expect(nowhere.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('two people who save the same quarter', () => {
  it('the second gets a conflict, with the current value', async () => {
    const { actionIds } = await smallPlan(api);
    const target = { actionId: actionIds[0] ?? '', quarter, expectedReportVersion: 0 };
    const answers = await Promise.all(
      [api, reviewer].map((who, i) =>
        mutate(who, 'reportProgress', { ...target, percent: 10 + i }, reportedOne),
      ),
    );
    const [won] = answers.filter(({ userErrors }) => userErrors.length === 0);
    const [lost] = answers.filter(({ userErrors }) => userErrors.length > 0);
    expect(lost?.userErrors).toMatchObject([
      { code: 'CONFLICT', field: 'expectedReportVersion', expected: '0', actual: '2' },
    ]);
    expect(lost?.entries).toEqual([]);
    expect(lost?.report).toEqual(won?.report);
    expect(lost?.report?.reportVersion).toBe(2);
  });
});

describe("a plan's weights", () => {
  const weightsOf = async (planId: string) => {
    const asked = graphql(`
      query ($id: ID!) {
        plan(id: $id) {
          actions {
            nodes {
              weight
            }
          }
        }
      }
    `);
    const { plan } = await api.ask(asked, { id: planId });
    return plan?.actions.nodes.map((node) => node?.weight);
  };

  it('total 100 % exactly, or are refused with the total', async () => {
    const { planId, actionIds } = await smallPlan(api, 3);
    const set = (...weights: readonly number[]) =>
      mutate(api, 'setPlanWeights', {
        planId,
        weights: weights.map((weight, i) => ({ actionId: actionIds[i] ?? '', weight })),
      });
    expect(await weightsOf(planId)).toEqual([null, null, null]);
    expect((await set(33.33, 33.33, 33.33)).userErrors).toMatchObject([
      { rule: 'weights-total', expected: '100 %', actual: '99.99 %' },
    ]);
    expect((await set(50, 50)).userErrors).toMatchObject([
      { rule: 'weights-incomplete', actual: 'none for 3' },
    ]);
    expect(await weightsOf(planId)).toEqual([null, null, null]);
    expect((await set(33.34, 33.33, 33.33)).entries).toMatchObject([{ type: 'PlanWeightsSet' }]);
    expect(await weightsOf(planId)).toEqual([33.34, 33.33, 33.33]);

    await mutate(api, 'withdrawAction', { actionId: actionIds[2] ?? '', reason: 'Duplicada' });
    expect(await weightsOf(planId)).toEqual([33.34, 33.33, 0]);
    expect((await set(50, 25, 25)).userErrors).toMatchObject([
      { rule: 'weights-incomplete', actual: actionIds[2] },
    ]);
    expect((await set(60, 40)).userErrors).toEqual([]);
    expect(await weightsOf(planId)).toEqual([60, 40, 0]);
  });

  it('weigh the published average', async () => {
    const { planId, actionIds } = await smallPlan(api, 2);
    const [first = '', second = ''] = actionIds;
    const weights = [
      { actionId: first, weight: 75 },
      { actionId: second, weight: 25 },
    ];
    await mutate(api, 'setPlanWeights', { planId, weights });
    await openWide(planId);
    await mutate(api, 'reportProgress', { actionId: first, quarter, percent: 0 });
    await mutate(api, 'reportProgress', { actionId: second, quarter, percent: 20 });
    await mutate(api, 'closePeriod', { planId, quarter, act: 'Acta' });
    expect((await periodOf(planId))?.publication?.totals).toMatchObject({
      progress: 5,
      completeness: 100,
    });
  });
});

describe('a revision', () => {
  const versions = graphql(`
    query ($id: ID!) {
      plan(id: $id) {
        planVersion
        title
        history(filter: { types: [PlanRevised] }, order: OLDEST) {
          nodes {
            reason
            ... on PlanRevised {
              planVersion
              act
              actionId
            }
          }
        }
      }
    }
  `);
  const planOf = async (id: string) => (await api.ask(versions, { id })).plan;

  it('of time, target or resources makes a new plan version, one of text does not', async () => {
    const { planId, actionIds } = await smallPlan(api);
    const [actionId = ''] = actionIds;
    const revise = (changes: Partial<InputOf<'reviseAction'>>) =>
      mutate(api, 'reviseAction', { actionId, reason: 'Comité', ...changes });
    expect((await planOf(planId))?.planVersion).toBe(1);
    await revise({ name: 'Otra redacción' });
    expect((await planOf(planId))?.planVersion).toBe(1);
    expect((await revise({ endDate: '2025-06-30', target: '8' })).entries).toMatchObject([
      { type: 'ActionRevised' },
      { type: 'PlanRevised' },
    ]);
    const act = 'Acta 2';
    const bare = await mutate(api, 'revisePlan', { planId, act, title: 'Ajustado' });
    expect(bare.userErrors).toMatchObject([{ rule: 'reason-required' }]);
    await mutate(api, 'revisePlan', { planId, act, title: 'Ajustado', reason: 'Recorte' });
    expect(await planOf(planId)).toEqual({
      planVersion: 3,
      title: 'Ajustado',
      history: {
        nodes: [
          { reason: 'Comité', planVersion: 2, act: null, actionId },
          { reason: 'Recorte', planVersion: 3, act, actionId: null },
        ],
      },
    });
  });

  it('leaves the original beside the current: efficacy can be asked under either', async () => {
    const { actionIds } = await smallPlan(api);
    const [actionId = ''] = actionIds;
    await mutate(api, 'reportProgress', { actionId, quarter: '2024-Q2', percent: 25 });
    await mutate(api, 'reviseAction', {
      ...{
        actionId,
        reason: 'Comité',
        startDate: '2024-04-01',
        endDate: '2024-07-31',
        target: '8',
      },
    });
    const asked = graphql(`
      query ($id: ID!) {
        action(id: $id) {
          target
          originalTarget
          originalStartDate
          originalEndDate
          quarterTargets {
            q2
          }
          report(quarter: "2024-Q2") {
            expected
            efficacy
            gap
            was: expected(under: ORIGINAL)
            efficacyThen: efficacy(under: ORIGINAL)
            gapThen: gap(under: ORIGINAL)
          }
        }
      }
    `);
    const { action } = await api.ask(asked, { id: actionId });
    // Now 91 of 122 days, 74.59 %; then 182 of 366, 49.73 %.
    expect(action).toEqual({
      ...{ target: '8', originalTarget: '4', quarterTargets: { q2: null } },
      ...{ originalStartDate: '2024-01-01', originalEndDate: '2024-12-31' },
      report: {
        ...{ expected: 74.59, efficacy: 33.52, gap: -49.59 },
        ...{ was: 49.73, efficacyThen: 50.27, gapThen: -24.73 },
      },
    });
    await mutate(api, 'setQuarterTargets', { actionId, targets: { q2: 50, q4: 100 } });
    const after = await api.ask(asked, { id: actionId });
    expect(after.action).toMatchObject({
      quarterTargets: { q2: 50 },
      report: { expected: 50, efficacy: 50, gap: -25 },
    });
    const falling = await mutate(api, 'setQuarterTargets', {
      actionId,
      targets: { q1: 60, q3: 50 },
    });
    expect(falling.userErrors).toMatchObject([{ rule: 'targets-order', actual: '60 %, 50 %' }]);
  });
});

describe('offices', () => {
  it('are renamed and merged with one history; an action that had both counts once', async () => {
    const { entityId, planId, officeId } = await smallPlan(api);
    const press = await registerOffice(api, { entityId, name: 'Oficina de Prensa' });
    const fields = { ...actionFields(2), officeIds: [press, officeId] };
    const added = await addAction(api, { planId, ...fields });
    const renamed = await mutate(
      api,
      'renameOffice',
      { officeId: press, name: 'Oficina de Comunicaciones' },
      graphql(
        `
          fragment renamed on RenameOfficePayload {
            office {
              ...officeFields
            }
          }
        `,
        [officeFields],
      ),
    );
    expect(renamed.office).toMatchObject({
      name: 'Oficina de Comunicaciones',
      names: [
        { name: 'Oficina de Prensa', until: expect.any(String) },
        { name: 'Oficina de Comunicaciones', until: null },
      ],
      streamVersion: 2,
    });
    // Its former name is still its own.
    const taken = await mutate(api, 'renameOffice', { officeId, name: 'Oficina de Prensa' });
    expect(taken.userErrors).toMatchObject([{ rule: 'office-name-taken', field: 'name' }]);
    const alias = await mutate(
      api,
      'addOfficeAlias',
      { officeId: press, alias: 'Of. de Prensa' },
      graphql(
        `
          fragment aliased on AddOfficeAliasPayload {
            office {
              ...officeFields
            }
          }
        `,
        [officeFields],
      ),
    );
    expect(alias.office).toMatchObject({ aliases: ['Of. de Prensa'] });

    const merge = { officeId: press, intoOfficeId: officeId };
    const bare = await mutate(api, 'mergeOffices', merge);
    expect(bare.userErrors).toMatchObject([{ rule: 'reason-required' }]);
    const merged = await mutate(
      api,
      'mergeOffices',
      { ...merge, reason: 'Decreto 5' },
      graphql(
        `
          fragment merged on MergeOfficesPayload {
            office {
              ...officeFields
            }
          }
        `,
        [officeFields],
      ),
    );
    expect(merged.office).toMatchObject({
      id: press,
      mergedInto: { id: officeId, name: 'Dirección General' },
    });
    const { action } = await api.ask(
      graphql(`
        query ($id: ID!) {
          action(id: $id) {
            offices {
              id
            }
            history(order: OLDEST, first: 1) {
              nodes {
                subject {
                  offices {
                    id
                    name
                  }
                }
              }
            }
          }
        }
      `),
      { id: added },
    );
    expect(action).toEqual({
      offices: [{ id: officeId }],
      history: {
        nodes: [
          {
            subject: {
              offices: [
                { id: press, name: 'Oficina de Comunicaciones' },
                { id: officeId, name: 'Dirección General' },
              ],
            },
          },
        ],
      },
    });
  });
});

describe('the reports of a whole plan', () => {
  it('are read in as many queries as those of one action', async () => {
    const { db } = api.connection;
    const asked = graphql(`
      query ($id: ID!) {
        plan(id: $id) {
          actions(first: 100) {
            nodes {
              weight
              offices {
                name
                mergedInto {
                  name
                }
              }
              reports {
                state
                due
                expected
                efficacy(under: ORIGINAL)
                gap
                signal
                evidence {
                  title
                }
              }
            }
          }
          periods {
            status
            publication {
              hash
            }
          }
        }
      }
    `);
    const queriesFor = async (actions: number) => {
      const { planId } = await smallPlan(api, actions);
      await openWide(planId);
      // A token is looked up again once a second.
      await db.command({ profile: 2, filter: { op: 'query', ns: { $not: /system|tokens$/ } } });
      await api.ask(asked, { id: planId });
      await db.command({ profile: 0 });
      const count = await db.collection('system.profile').countDocuments({ op: 'query' });
      await db.dropCollection('system.profile');
      return count;
    };
    const [one, many] = [await queriesFor(1), await queriesFor(8)];
    expect(one).toBeGreaterThan(0);
    expect(many).toBe(one);
  });
});

describe('closePeriod', () => {
  it('answers with what the act should hold: size, root and signed checkpoint', async () => {
    const { planId, entityId } = await smallPlan(api);
    await openWide(planId);
    const input = { planId, quarter, act: 'Acta 3' };
    const { ledger, entries } = await mutate(api, 'closePeriod', input, closedOne);
    const [{ position } = { position: 0 }] = entries;
    const signed = openCheckpoint(ledger?.checkpoint ?? '', keys.publicKeys);
    expect(signed).toEqual({
      ...{ ledger: entityId, size: position },
      rootHash: Buffer.from(ledger?.rootHash ?? '', 'base64'),
    });
    expect(ledger?.size).toBe(position);
    const again = await mutate(api, 'closePeriod', input, closedOne);
    expect(again).toMatchObject({
      ledger: null,
      entries: [],
      userErrors: [{ rule: 'period-not-open' }],
    });
  });
});
