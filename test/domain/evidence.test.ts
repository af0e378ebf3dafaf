import { describe, expect, it } from '@jest/globals';
import type { Evidence } from '../../events/index.js';
import {
  actionId,
  begun,
  closed,
  fact,
  notApplicable,
  opened,
  otherActionId,
  reported,
  sha256,
  withdrawn,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const quarter = '2024-Q1';
const target = { actionId, quarter };
const evidenceId = 'evidence_rmbc_0001';
const page: Evidence = { evidenceId, title: 'Acta de la mesa', url: 'https://example.org/acta' };
const file: Evidence = {
  evidenceId: 'evidence_rmbc_0002',
  title: 'Informe',
  date: '2024-03-28',
  file: { sha256, size: 1, mediaType: 'application/pdf', fileName: 'informe.pdf' },
};
const attach = (evidence: Evidence, at = target) =>
  ({ type: 'AttachEvidence', input: { ...at, evidence } }) as const;
const attached = (evidence: Evidence) => fact('EvidenceAttached', { ...target, evidence });
const take = (id = evidenceId, at = target) =>
  ({ type: 'WithdrawEvidence', input: { ...at, evidenceId: id } }) as const;
const taken = (before: Evidence) => fact('EvidenceWithdrawn', { ...target, before });
const because = { reason: 'Es de otra acción' };
const rowOf = (...past: Past[]) =>
  foldAll(record([...begun(), ...past])).get('reports', `${actionId}/Q1`);

describe('AttachEvidence', () => {
  it.each([page, file])('attaches $title to the report of a quarter', (evidence) => {
    given(...begun(), reported(quarter, { percent: 0 }))
      .when(attach(evidence))
      .then(attached(evidence));
  });

  it('does so before there is a report: it may come first', () => {
    given(...begun())
      .when(attach(page))
      .then(attached(page));
  });

  it.each([
    [{ evidenceId, title: 'Nada' }, 'neither'],
    [{ ...page, ...file, evidenceId }, 'both'],
  ])('refuses %j, which is at a URL and in a file, or at none of both', (evidence, actual) => {
    given(...begun())
      .when(attach(evidence))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'evidence-place', actual });
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,<b>',
    'file:///etc/passwd',
    'ftp://example.org/acta',
    '//example.org/acta',
    'example.org/acta',
    'https://',
    '',
  ])('refuses %j, which is no address of the web', (url) => {
    given(...begun())
      .when(attach({ ...page, url }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'url-unsafe', field: 'url', actual: url });
  });

  it.each(['http://example.org', 'HTTPS://example.org/ñ?a=1#b', 'https://192.0.2.1:8443/x'])(
    'keeps %j to the letter',
    (url) => {
      given(...begun())
        .when(attach({ ...page, url }))
        .then(attached({ ...page, url }));
    },
  );

  it('refuses an id that the quarter has, until it is withdrawn', () => {
    given(...begun(), attached(page))
      .when(attach({ ...page, title: 'Otra' }))
      .thenRefused({ rule: 'evidence-exists', field: 'evidenceId', actual: evidenceId });
    given(...begun(), attached(page), taken(page))
      .when(attach(page))
      .then(attached(page));
  });

  it('takes fifty pieces in a quarter and no more', () => {
    const many = Array.from({ length: 49 }, (_, i) =>
      attached({ ...page, evidenceId: `evidence_rmbc_many${i}` }),
    );
    given(...begun(), ...many)
      .when(attach(page))
      .then(attached(page));
    given(...begun(), ...many, attached(page))
      .when(attach(file))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'too-much-evidence' });
    given(...begun(), ...many, attached(page))
      .when(attach(file, { actionId, quarter: '2024-Q2' }))
      .then(fact('EvidenceAttached', { actionId, quarter: '2024-Q2', evidence: file }));
  });
});

describe('WithdrawEvidence', () => {
  it('takes back what was attached, for a reason', () => {
    given(...begun(), attached(page), attached(file))
      .when(take(file.evidenceId), because)
      .then(taken(file));
    given(...begun(), attached(page))
      .when(take())
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it('refuses what is not attached to the quarter, or no more', () => {
    const refusal = { code: 'NOT_FOUND', field: 'evidenceId', actual: evidenceId } as const;
    given(...begun())
      .when(take(), because)
      .thenRefused(refusal);
    given(...begun(), attached(page), taken(page))
      .when(take(), because)
      .thenRefused(refusal);
    given(...begun(), attached(page))
      .when(take(evidenceId, { actionId, quarter: '2024-Q2' }), because)
      .thenRefused(refusal);
  });
});

describe('evidence', () => {
  it.each([attach(page), take()])(
    'is refused for an action that is unknown or withdrawn, or a quarter outside its plan: $type',
    ({ type, input }) => {
      const on = (change: object) =>
        ({ type, input: { ...input, ...change } }) as typeof type extends 'AttachEvidence'
          ? ReturnType<typeof attach>
          : ReturnType<typeof take>;
      given(...begun(), attached(page))
        .when(on({ actionId: otherActionId }), because)
        .thenRefused({ code: 'NOT_FOUND', field: 'actionId' });
      given(...begun(), attached(page))
        .when(on({ quarter: '2025-Q1' }), because)
        .thenRefused({ rule: 'quarter-outside-plan' });
      given(...begun(), attached(page), fact('ActionWithdrawn', { actionId }))
        .when(on({}), because)
        .thenRefused({ rule: 'action-withdrawn' });
    },
  );

  it('lies in its quarter in the order of attachment, and blocks no report', () => {
    expect(rowOf(attached(page), attached(file))).toMatchObject({
      evidence: [page, file],
      reportVersion: 0,
    });
    expect(rowOf(attached(page), attached(file), taken(page))).toMatchObject({ evidence: [file] });
  });

  it('stays when the report is withdrawn, found not to apply or reported anew', () => {
    const report = reported(quarter, { percent: 0 });
    const gone = withdrawn(quarter, { percent: 0 });
    for (const past of [[gone], [gone, report], [notApplicable(quarter, { percent: 0 })]]) {
      expect(rowOf(report, attached(page), ...past)).toMatchObject({ evidence: [page] });
    }
  });

  it('may be added to a closed quarter: it changes none of its figures', () => {
    given(...begun(), opened(), reported(quarter, { percent: 0 }), closed())
      .when(attach(page))
      .then(attached(page));
  });
});
