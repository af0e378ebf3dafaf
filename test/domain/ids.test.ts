import { describe, expect, it } from '@jest/globals';
import { actionId, evidenceId, importId, officeId, planId, slug } from '../../events/values.js';
import type { IdKind } from '../../src/domain/ids.js';
import { idFor, isLedgerName, ledgerIn, ledgerOf } from '../../src/domain/ids.js';

const shapes = {
  action: actionId,
  evidence: evidenceId,
  import: importId,
  office: officeId,
  plan: planId,
};
const kinds = Object.keys(shapes) as readonly IdKind[];

describe('the id of a new thing', () => {
  it.each(kinds)('is one that events hold, and tells the ledger: %s', (kind) => {
    const id = idFor(kind, 'rm-bc', 'command-1');
    expect(shapes[kind].safeParse(id).success).toBe(true);
    expect(ledgerOf(kind, id)).toBe('rm-bc');
  });

  it('is the same for the same command, and differs by kind, ledger and command', () => {
    const ids = [
      idFor('plan', 'rmbc', 'c1'),
      idFor('action', 'rmbc', 'c1'),
      idFor('plan', 'other', 'c1'),
      idFor('plan', 'rmbc', 'c2'),
    ];
    expect(new Set(ids.map((id) => id.split('_').at(-1))).size).toBe(4);
    expect(idFor('plan', 'rmbc', 'c1')).toBe(ids[0]);
  });

  it.each(['plan_rmbc_abcd', 'action_rmbc', 'action_RMBC_abcd', 'action_rmbc_abcd\n', '', '1'])(
    'is not taken from %j for an action',
    (id) => {
      expect(ledgerOf('action', id)).toBeUndefined();
    },
  );
});

describe('the name of a ledger', () => {
  it.each(['rmbc', 'a1', 'r-m', 'R', 'a', '1a', 'a_b', 'ñandú', `a${'b'.repeat(31)}`])(
    'is judged as the events judge it: %j',
    (name) => {
      expect(isLedgerName(name)).toBe(slug.safeParse(name).success);
    },
  );

  it('may be a slug and no other text', () => {
    expect(['rmbc', 'Rmbc'].map(isLedgerName)).toEqual([true, false]);
  });
});

describe('the ledger that an id of any kind speaks of', () => {
  it.each([
    ['rm-bc', 'rm-bc'],
    ['plan_rmbc_abcd', 'rmbc'],
    ['action_rmbc_abcd/Q1', 'rmbc'],
    ['plan_rmbc_abcd/2024-Q1', 'rmbc'],
    ['rmbc:17', 'rmbc'],
    ['thing_rmbc_abcd', undefined],
    ['RMBC', undefined],
    ['', undefined],
  ])('of %j is %j', (id, ledger) => {
    expect(ledgerIn(id)).toBe(ledger);
  });
});
