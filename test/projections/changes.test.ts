import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { EventName, Fact } from '../../events/index.js';
import type { KnownBefore } from '../../src/projections/changes.js';
import { changesOf } from '../../src/projections/changes.js';
import {
  actionId,
  approved,
  closed,
  corrected,
  fact,
  notApplicable,
  opened,
  otherActionId,
  planId,
  planningOffice,
  projectsOffice,
  reopened,
  reprogrammed,
  returned,
  sha256,
  weightsSet,
} from '../support/facts.js';
import { record } from '../support/given.js';

/** Each change as a person reads it: field, before, after. */
function read(of: Fact, known: KnownBefore = {}) {
  const [event] = record([of]);
  if (event === undefined) throw new Error('one fact is one event');
  return changesOf(event, known).map(({ field, before, after }) => [
    field,
    side(before),
    side(after),
  ]);
}
const side = (value: object | undefined) => {
  const of = value as { text?: string; officeIds?: readonly string[] } | undefined;
  return of?.text ?? of?.officeIds ?? null;
};
const quarter = '2024-Q1';

describe('what an event of the follow-up changed', () => {
  it.each<[string, Fact, unknown[]]>([
    [
      'a revision of the plan, with its act',
      fact('PlanRevised', {
        planId,
        planVersion: 3,
        act: 'Acta 2',
        before: { title: 'Uno', objective: 'A' },
        after: { title: 'Dos' },
      }),
      [
        ['title', 'Uno', 'Dos'],
        ['objective', 'A', null],
        ['planVersion', '2', '3'],
        ['act', null, 'Acta 2'],
      ],
    ],
    ['a version made by an action', reprogrammed(2), [['planVersion', '1', '2']]],
    [
      'weights',
      weightsSet({ [actionId]: 3_334, [otherActionId]: 6_666 }),
      [
        [actionId, null, '33.34 %'],
        [otherActionId, null, '66.66 %'],
      ],
    ],
    [
      'targets',
      fact('QuarterTargetsSet', { actionId, before: { Q1: 0, Q2: 10 }, after: { Q1: 1_000 } }),
      [
        ['Q1', '0 %', '10 %'],
        ['Q2', '0.1 %', null],
      ],
    ],
    [
      'a policy',
      fact('SignalPolicyAdopted', {
        planId,
        after: { redUpTo: 6_000, yellowUpTo: 8_000, greenUpTo: 10_000 },
      }),
      [
        ['redUpTo', null, '60 %'],
        ['yellowUpTo', null, '80 %'],
        ['greenUpTo', null, '100 %'],
      ],
    ],
    [
      'a correction',
      corrected(quarter, { before: { percent: 0 }, after: { percent: 1_250, quantity: '0.10' } }),
      [
        ['percent', '0 %', '12.5 %'],
        ['quantity', null, '0.10'],
      ],
    ],
    ['an approval', approved(quarter), [['submission', 'SUBMITTED', 'APPROVED']]],
    ['a return', returned(quarter), [['submission', null, 'RETURNED']]],
    [
      'a quarter that does not apply, with what was reported for it',
      notApplicable(quarter, { percent: 0, narrative: 'Uno' }),
      [
        ['percent', '0 %', null],
        ['narrative', 'Uno', null],
        ['submission', null, 'NOT_APPLICABLE'],
      ],
    ],
    [
      'a merge',
      fact('OfficesMerged', { officeId: planningOffice, intoOfficeId: projectsOffice }),
      [['mergedInto', [planningOffice], [projectsOffice]]],
    ],
    [
      'an opening',
      opened(),
      [
        ['cutoff', null, '2024-03-31'],
        ['opensAt', null, '2024-04-01'],
        ['closesAt', null, '2024-04-10'],
      ],
    ],
    [
      'a closing',
      closed(),
      [
        ['period', 'open', 'closed'],
        ['act', null, 'Acta 1'],
        ['publicationHash', null, sha256],
      ],
    ],
    ['a reopening', reopened(), [['period', 'closed', 'reopened']]],
  ])('is told for %s', (_, event, changes) => {
    expect(read(event)).toEqual(changes);
  });

  it('is told of weights beside those that were known before, where they differ', () => {
    const set = weightsSet({ [actionId]: 3_334, [otherActionId]: 6_666 });
    const weights = { [actionId]: 3_334, action_rmbc_gone: 6_666 };
    expect(read(set, { weights })).toEqual([
      ['action_rmbc_gone', '66.66 %', null],
      [otherActionId, null, '66.66 %'],
    ]);
  });

  it('is told of a return beside the state that was known before', () => {
    const changes = [['submission', 'APPROVED', 'RETURNED']];
    expect(read(returned(quarter), { submission: 'APPROVED' })).toEqual(changes);
  });

  // Each tells something, and nothing as "undefined", "[object Object]" or an empty text.
  it.each<EventName>(['EvidenceAttached', 'EvidenceWithdrawn', 'OfficeRenamed', 'PlanRegistered'])(
    'is told in words for a stored %s',
    (type) => {
      const file = new URL(`../events/stored/${type}.v1.json`, import.meta.url);
      const changes = read({
        type,
        data: JSON.parse(readFileSync(file, 'utf8')) as object,
      } as Fact);
      expect(changes.length).toBeGreaterThan(0);
      expect(JSON.stringify(changes)).not.toMatch(/undefined|\[object|""/);
    },
  );
});
