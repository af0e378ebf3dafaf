import { describe, expect, it } from '@jest/globals';
import { EraseActor, RedactEntries } from '../../src/domain/people.js';
import type { DecisionContext } from '../../src/domain/command.js';
import { createRows } from '../../src/projections/rows.js';

const rows = createRows();
const state = { entityId: 'rmbc', name: 'Región' };
rows.load('entities', { id: 'rmbc', streamVersion: 1, position: 1, state });

const context = (changes: Partial<DecisionContext> = {}): DecisionContext => ({
  recordedAt: new Date('2024-07-01T15:00:00Z'),
  position: 20,
  actor: { id: 'ana', role: 'redactor' },
  imported: false,
  reason: 'Habeas data',
  ...changes,
});
const { reason: _, ...unreasoned } = context();

const entry = {
  position: 17,
  fields: ['data.narrative'],
  subject: { actionId: 'action_rmbc_0001' },
};
const erase = { entityId: 'rmbc', actorId: 'actor_5f0c2e9b7a1d4c3e8f60' };

describe('the redaction of entries', () => {
  const redact = (at: DecisionContext, entries = [entry], entityId = 'rmbc') =>
    RedactEntries.decide({ entityId, entries }, rows, at);

  it("stands in the entity's stream, one event for each entry, with what the entry is about", () => {
    expect(redact(context(), [entry, { ...entry, position: 18 }])).toEqual(
      [17, 18].map((position) => ({
        ...{ type: 'EntryRedacted', stream: 'entity-rmbc', subject: entry.subject },
        data: { position, fields: ['data.narrative'] },
      })),
    );
  });

  it('is refused without a reason, to other roles, and for what is not on record', () => {
    expect(redact(unreasoned)).toMatchObject({ rule: 'reason-required' });
    const operator = context({ actor: { id: 'ana', role: 'operator' } });
    expect(redact(operator)).toMatchObject({ rule: 'redactor-required' });
    expect(redact(context(), [{ ...entry, position: 21 }])).toMatchObject({
      ...{ rule: 'no-such-entry', actual: '21' },
    });
    expect(redact(context(), [entry], 'otra')).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the erasure of an actor', () => {
  it("stands in the entity's stream, by the opaque id alone", () => {
    expect(EraseActor.decide(erase, rows, context())).toEqual([
      {
        ...{ type: 'ActorErased', stream: 'entity-rmbc', subject: {} },
        data: { actorId: erase.actorId },
      },
    ]);
  });

  it('is refused without a reason, to other roles, and in a ledger that is not there', () => {
    expect(EraseActor.decide(erase, rows, unreasoned)).toMatchObject({ rule: 'reason-required' });
    const operator = context({ actor: { id: 'ana', role: 'operator' } });
    expect(EraseActor.decide(erase, rows, operator)).toMatchObject({ rule: 'redactor-required' });
    expect(EraseActor.decide({ ...erase, entityId: 'otra' }, rows, context())).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
