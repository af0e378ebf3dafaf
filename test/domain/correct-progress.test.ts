import { describe, it } from '@jest/globals';
import type { CorrectProgressInput } from '../../src/domain/correct-progress.js';
import {
  actionId,
  begun,
  corrected,
  fact,
  otherActionId,
  reported,
  withdrawn,
} from '../support/facts.js';
import { given } from '../support/given.js';

const correct = (changes: CorrectProgressInput['changes'], expectedReportVersion?: number) =>
  ({
    type: 'CorrectProgress',
    input: {
      actionId,
      quarter: '2024-Q1',
      changes,
      ...(expectedReportVersion === undefined ? {} : { expectedReportVersion }),
    },
  }) as const;

const past = [...begun(), reported('2024-Q1', { percent: 4_000, narrative: 'Uno' })];
const because = { reason: 'Se revisó el informe' };

describe('CorrectProgress', () => {
  it('records what changed, before and after, and leaves the rest out', () => {
    given(...past)
      .when(correct({ percent: 6_000 }))
      .then(corrected('2024-Q1', { before: { percent: 4_000 }, after: { percent: 6_000 } }));
  });

  it('leaves what is named with its present value out of the change', () => {
    given(...past)
      .when(correct({ percent: 4_000, narrative: 'Dos' }))
      .then(corrected('2024-Q1', { before: { narrative: 'Uno' }, after: { narrative: 'Dos' } }));
  });

  it('adds a value that was absent', () => {
    given(...begun(), reported('2024-Q1', { percent: 0 }))
      .when(correct({ narrative: 'Uno' }))
      .then(corrected('2024-Q1', { after: { narrative: 'Uno' } }));
  });

  it('removes a value that is null', () => {
    given(...past)
      .when(correct({ narrative: null }))
      .then(corrected('2024-Q1', { before: { narrative: 'Uno' } }));
  });

  it.each([
    ['nothing', {}],
    ['the same values', { percent: 4_000, narrative: 'Uno' }],
    ['the removal of what is absent', { quantity: null }],
  ])('records nothing for %s', (_, changes) => {
    given(...past)
      .when(correct(changes))
      .thenNothing();
  });

  it('refuses to remove everything: that is a withdrawal', () => {
    given(...past)
      .when(correct({ percent: null, narrative: null }), because)
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'percent', actual: 'none' });
  });

  it('removes a percentage only with a reason: else a fall could be had in two steps', () => {
    given(...past)
      .when(correct({ percent: null }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required' });
    given(...past)
      .when(correct({ percent: null }), because)
      .then(corrected('2024-Q1', { before: { percent: 4_000 } }));
  });

  it('refuses a quarter that has no report, or none any more', () => {
    const refusal = { code: 'RULE_VIOLATION', rule: 'not-reported', field: 'quarter' } as const;
    given(...begun())
      .when(correct({ percent: 10 }))
      .thenRefused(refusal);
    given(...past, withdrawn('2024-Q1', { percent: 4_000, narrative: 'Uno' }))
      .when(correct({ percent: 10 }), because)
      .thenRefused(refusal);
  });

  it('refuses an action that is unknown or withdrawn, and a quarter outside its plan', () => {
    const input = { actionId, quarter: '2024-Q1', changes: { percent: 10 } };
    given(...past)
      .when({ type: 'CorrectProgress', input: { ...input, actionId: otherActionId } })
      .thenRefused({ code: 'NOT_FOUND', field: 'actionId' });
    given(...past)
      .when({ type: 'CorrectProgress', input: { ...input, quarter: '2025-Q1' } })
      .thenRefused({ rule: 'quarter-outside-plan', actual: '2025-Q1' });
    given(...past, fact('ActionWithdrawn', { actionId }))
      .when({ type: 'CorrectProgress', input }, because)
      .thenRefused({ rule: 'action-withdrawn' });
  });

  it('refuses what changed in the meantime, and says how far it went', () => {
    const change = corrected('2024-Q1', { before: { percent: 4_000 }, after: { percent: 5_000 } });
    given(...past, change)
      .when(correct({ percent: 6_000 }, 2))
      .thenRefused({ code: 'CONFLICT', expected: '2', actual: '3' });
    given(...past, change)
      .when(correct({ percent: 6_000 }, 3))
      .then(corrected('2024-Q1', { before: { percent: 5_000 }, after: { percent: 6_000 } }));
  });
});

describe('a correction to a lower percentage', () => {
  it('needs a reason and is flagged, against what the same quarter said', () => {
    given(...past)
      .when(correct({ percent: 3_999 }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required' });
    given(...past)
      .when(correct({ percent: 3_999 }), because)
      .then(
        corrected('2024-Q1', {
          before: { percent: 4_000 },
          after: { percent: 3_999 },
          fall: true,
        }),
      );
  });

  it('needs none where each quarter counts for itself', () => {
    given(...begun({ percentMode: 'PER_QUARTER' }), reported('2024-Q1', { percent: 4_000 }))
      .when(correct({ percent: 3_999 }))
      .then(corrected('2024-Q1', { before: { percent: 4_000 }, after: { percent: 3_999 } }));
  });

  it('leaves a text free to change after a fall that was explained', () => {
    given(
      ...begun(),
      reported('2024-Q1', { percent: 4_000, narrative: 'Uno' }),
      corrected('2024-Q1', { before: { percent: 4_000 }, after: { percent: 100 }, fall: true }),
    )
      .when(correct({ narrative: 'Dos' }))
      .then(corrected('2024-Q1', { before: { narrative: 'Uno' }, after: { narrative: 'Dos' } }));
  });
});

describe('a correction above 100 %', () => {
  it('needs a reason, but not again when only a text changes', () => {
    given(...past)
      .when(correct({ percent: 10_001 }))
      .thenRefused({ rule: 'reason-required' });
    given(...begun(), reported('2024-Q1', { percent: 11_000 }))
      .when(correct({ narrative: 'Dos' }))
      .then(corrected('2024-Q1', { after: { narrative: 'Dos' } }));
  });

  it('is refused above 125 %, with or without a reason', () => {
    given(...past)
      .when(correct({ percent: 12_501 }), because)
      .thenRefused({ rule: 'percent-range', actual: '125.01 %' });
  });
});

describe('a correction of a quantity', () => {
  const revised = (before: object, after: object) =>
    fact('ActionRevised', { actionId, before, after, reprograms: ['TARGET'] });
  // The target is 1, so half of it is 50 %.
  const measured = [...begun(), reported('2024-Q1', { quantity: '0.5', percent: 5_000 })];
  const change = {
    before: { quantity: '0.5', percent: 5_000 },
    after: { quantity: '0.75', percent: 7_500 },
  };

  it('makes a new percentage', () => {
    given(...measured)
      .when(correct({ quantity: '0.75' }))
      .then(corrected('2024-Q1', change));
  });

  it('makes a new percentage beside a percentage that is left out by name', () => {
    const changes: object = { quantity: '0.75', percent: undefined };
    given(...measured)
      .when(correct(changes))
      .then(corrected('2024-Q1', change));
  });

  it('must agree with a percentage that is given too', () => {
    given(...measured)
      .when(correct({ quantity: '0.75', percent: 7_000 }))
      .thenRefused({ rule: 'percent-mismatch', expected: '75 %', actual: '70 %' });
    given(...measured)
      .when(correct({ quantity: '0.75', percent: 5_000 }))
      .thenRefused({ rule: 'percent-mismatch', expected: '75 %', actual: '50 %' });
  });

  it('keeps the percentage when the quantity is removed', () => {
    given(...measured)
      .when(correct({ quantity: null }))
      .then(corrected('2024-Q1', { before: { quantity: '0.5' } }));
  });

  it('refuses a percentage alone that the quantity on record contradicts', () => {
    given(...measured)
      .when(correct({ percent: 6_000 }))
      .thenRefused({ rule: 'percent-mismatch', expected: '50 %', actual: '60 %' });
  });

  it('lets a text change after the target was revised or removed', () => {
    const narrated = corrected('2024-Q1', { after: { narrative: 'Dos' } });
    given(...measured, revised({ target: '1' }, { target: '2' }))
      .when(correct({ narrative: 'Dos' }))
      .then(narrated);
    given(...measured, revised({ target: '1' }, {}))
      .when(correct({ narrative: 'Dos' }))
      .then(narrated);
  });

  it('measures anew against a revised target when the percentage is removed beside it', () => {
    given(...measured, revised({ target: '1' }, { target: '0.5' }))
      .when(correct({ percent: null }))
      .then(corrected('2024-Q1', { before: { percent: 5_000 }, after: { percent: 10_000 } }));
  });
});
