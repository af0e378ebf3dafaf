import { describe, expect, it } from '@jest/globals';
import { alikeKey } from '../../src/domain/alike.js';
import { evolveReport, reportIdOf, reportIdsOf } from '../../src/domain/report.js';
import {
  actionAdded,
  actionId,
  begun,
  corrected,
  fact,
  newAction,
  otherActionId,
  planId,
  planningOffice,
  projectsOffice,
  reported,
  withdrawn,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, record } from '../support/given.js';

const rowsOf = (...past: Past[]) => {
  const rows = foldAll(record([...begun(), ...past]));
  return reportIdsOf(actionId).map((id) => rows.get('reports', id));
};
const firstOf = (...past: Past[]) => rowsOf(...past)[0];
const closed = (change: Parameters<typeof corrected>[1]) =>
  corrected('2024-Q1', { ...change, afterCutoff: true });
const added = record(begun()).at(-1);

const unreported = {
  actionId,
  planId,
  year: 2024,
  quarter: '2024-Q1',
  restated: false,
  reportVersion: 0,
  knownSince: added?.recordedAt,
  startDate: '2024-03-01',
  endDate: '2024-12-31',
  original: { startDate: '2024-03-01', endDate: '2024-12-31', target: '1' },
  evidence: [],
  frequency: 'QUARTERLY',
  officeIds: [planningOffice],
  fundingSource: 'Inversión',
  associatedPlans: newAction.associatedPlans,
  withdrawn: false,
  alike: alikeKey({ startDate: '2024-03-01', endDate: '2024-12-31', frequency: 'QUARTERLY' }),
  officeSet: planningOffice,
};

describe('the four report rows of an action', () => {
  it('are there, without a report, as soon as the action is', () => {
    const quarters = ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4'];
    expect(rowsOf()).toStrictEqual(quarters.map((quarter) => ({ ...unreported, quarter })));
    expect(quarters.map((quarter) => reportIdOf(actionId, quarter))).toEqual(reportIdsOf(actionId));
  });

  it('leave out what the action does not say', () => {
    const { fundingSource: _, ...facts } = actionAdded().data;
    const data = { ...facts, actionId: otherActionId };
    const rows = foldAll(record([...begun(), fact('ActionAdded', data)]));
    expect(rows.get('reports', `${otherActionId}/Q1`)).not.toHaveProperty('fundingSource');
  });

  it('take the dimensions of a revision, and lose those it removes', () => {
    const before = {
      name: newAction.name,
      officeIds: [planningOffice],
      fundingSource: 'Inversión',
    };
    const after = { name: 'Otro', officeIds: [projectsOffice], endDate: '2024-06-30' };
    const revised = fact('ActionRevised', { actionId, before, after, reprograms: [] });
    const { fundingSource: _, ...rest } = unreported;
    const time = { startDate: '2024-03-01', endDate: '2024-06-30' };
    const alike = alikeKey({ ...time, frequency: 'QUARTERLY' });
    const offices = { officeIds: [projectsOffice], officeSet: projectsOffice };
    const changed = { ...rest, ...offices, ...time, alike };
    expect(firstOf(revised)).toStrictEqual(changed);
    expect(rowsOf(revised)[3]).toStrictEqual({ ...changed, quarter: '2024-Q4' });
  });

  it('keep the report through a revision of the action, and its version too', () => {
    const revised = { actionId, before: { name: 'a' }, after: { name: 'b' } };
    const past = [
      reported('2024-Q1', { percent: 0 }),
      fact('ActionRevised', { ...revised, reprograms: [] }),
    ];
    expect(firstOf(...past)).toMatchObject({
      percent: 0,
      submission: 'SUBMITTED',
      reportVersion: 2,
    });
  });

  it('are all marked, and their reports kept, when the action is withdrawn', () => {
    const rows = rowsOf(reported('2024-Q2', { percent: 5 }), fact('ActionWithdrawn', { actionId }));
    expect(rows.map((row) => [row?.withdrawn, row?.percent, row?.reportVersion])).toEqual([
      [true, undefined, 0],
      [true, 5, 2],
      [true, undefined, 0],
      [true, undefined, 0],
    ]);
  });
});

describe('the row of a reported quarter', () => {
  const recordedAt = new Date('2024-04-02T15:00:00Z');
  const first = {
    ...reported('2024-Q1', { percent: 0, narrative: 'Uno' }),
    recordedAt,
    actor: { id: 'ana', role: 'reporter' },
  };

  it('says what was reported, by whom and when, and leaves the other quarters alone', () => {
    const [q1, ...others] = rowsOf(first);
    expect(q1).toStrictEqual({
      ...unreported,
      percent: 0,
      narrative: 'Uno',
      timeliness: 'ON_TIME',
      submission: 'SUBMITTED',
      alike: '["2024-03-01","2024-12-31","QUARTERLY","SUBMITTED",null]',
      reportVersion: 2,
      recordedAt,
      actorId: 'ana',
    });
    expect(others.map((row) => row?.reportVersion)).toEqual([0, 0, 0]);
  });

  it('changes by a correction what the correction names, and keeps the timeliness', () => {
    const later = new Date('2024-05-02T15:00:00Z');
    const change = { before: { narrative: 'Uno' }, after: { percent: 100 } };
    const row = firstOf(first, {
      ...corrected('2024-Q1', change),
      recordedAt: later,
      actor: { id: 'luz', role: 'reporter' },
    });
    expect(row).toMatchObject({
      percent: 100,
      timeliness: 'ON_TIME',
      restated: false,
      reportVersion: 3,
      recordedAt: later,
      actorId: 'luz',
    });
    expect(row).not.toHaveProperty('narrative');
  });

  it('is restated once it was corrected or withdrawn after its period closed, and stays so', () => {
    const change = { before: { percent: 0 }, after: { percent: 100 } };
    const back = corrected('2024-Q1', { before: { percent: 100 }, after: { percent: 0 } });
    expect(firstOf(first, closed(change))).toMatchObject({ restated: true });
    expect(firstOf(first, closed(change), back)).toMatchObject({ restated: true, percent: 0 });
    const gone = fact('ProgressWithdrawn', {
      ...withdrawn('2024-Q1', { percent: 0, narrative: 'Uno' }).data,
      afterCutoff: true,
    });
    expect(firstOf(first, gone, first)).toMatchObject({ restated: true, percent: 0 });
  });

  it('is without a report again after a withdrawal, but remembers that it was touched', () => {
    expect(firstOf(first, withdrawn('2024-Q1', { percent: 0, narrative: 'Uno' }))).toStrictEqual({
      ...unreported,
      reportVersion: 3,
    });
  });

  it('keeps nothing of a withdrawn report when it is reported anew', () => {
    const again = reported('2024-Q1', { percent: 7, timeliness: 'LATE' });
    const row = firstOf(first, withdrawn('2024-Q1', { percent: 0, narrative: 'Uno' }), again);
    expect(row).toMatchObject({ percent: 7, timeliness: 'LATE', reportVersion: 4 });
    expect(row).not.toHaveProperty('narrative');
  });

  it('can be folded only after its action was added', () => {
    const [, , , , alone] = record([...begun(), first]);
    if (alone?.type !== 'ProgressReported') throw new Error('the fifth event is the report');
    expect(() => evolveReport(undefined, alone, `${actionId}/Q1`)).toThrow(
      `action-${actionId} doesn't begin with ActionAdded`,
    );
  });
});
