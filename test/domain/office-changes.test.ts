import { describe, expect, it } from '@jest/globals';
import {
  fact,
  officeRegistered,
  otherOfficeRegistered,
  planningOffice,
  projectsOffice,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const both = [officeRegistered, otherOfficeRegistered];
const { name } = officeRegistered.data;
const thirdOffice = 'office_rmbc_third';
const third = fact('OfficeRegistered', { officeId: thirdOffice, name: 'Despacho' });
const because = { reason: 'Decreto 10 de 2024' };
const rename = (to: string, officeId = planningOffice) =>
  ({ type: 'RenameOffice', input: { officeId, name: to } }) as const;
const renamed = (from: string, to: string) =>
  fact('OfficeRenamed', {
    officeId: planningOffice,
    before: { name: from },
    after: { name: to },
  });
const merge = (officeId: string, intoOfficeId: string) =>
  ({ type: 'MergeOffices', input: { officeId, intoOfficeId } }) as const;
const merged = (officeId: string, intoOfficeId: string) =>
  fact('OfficesMerged', { officeId, intoOfficeId });

describe('RenameOffice', () => {
  it('records the name before and after, to the letter', () => {
    given(...both)
      .when(rename('Dirección de Planeación'))
      .then(renamed(name, 'Dirección de Planeación'));
    given(...both)
      .when(rename(name.toUpperCase()))
      .then(renamed(name, name.toUpperCase()));
  });

  it('refuses an office that went into another, and names that one', () => {
    given(...both, merged(planningOffice, projectsOffice))
      .when(rename('Dirección de Planeación'))
      .thenRefused({ rule: 'office-merged', field: 'officeId' });
  });

  it('changes nothing for the name that it has', () => {
    given(...both)
      .when(rename(name))
      .thenNothing();
  });

  it('gives back a name that the office had, or has as an alias', () => {
    given(...both, renamed(name, 'Planeación'))
      .when(rename(name))
      .then(renamed('Planeación', name));
    const alias = fact('OfficeAliasAdded', { officeId: planningOffice, alias: 'SPMR' });
    given(...both, alias)
      .when(rename('SPMR'))
      .then(renamed(name, 'SPMR'));
  });

  it.each([
    ['has', otherOfficeRegistered.data.name],
    ['has in another spelling', 'subdireccion gestion PROYECTOS'],
  ])('refuses a name that another office %s', (_, to) => {
    given(...both)
      .when(rename(to))
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'office-name-taken',
        field: 'name',
        actual: to,
      });
  });

  it('refuses a name that another office had: two spellings are one office', () => {
    given(...both, renamed(name, 'Planeación'))
      .when(rename(name, projectsOffice))
      .thenRefused({ rule: 'office-name-taken' });
    given(...both, renamed(name, 'Planeación'))
      .when({ type: 'RegisterOffice', input: { officeId: thirdOffice, name } })
      .thenRefused({ rule: 'office-name-taken' });
  });

  it('refuses an office that is not on record, and a name that names nothing', () => {
    given()
      .when(rename('Planeación'))
      .thenRefused({ code: 'NOT_FOUND', field: 'officeId', actual: planningOffice });
    given(...both)
      .when(rename('—'))
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'name' });
  });
});

describe('AddOfficeAlias to an office that was renamed', () => {
  it('keeps its former name as a spelling, and refuses it to others', () => {
    const add = (officeId: string) =>
      ({ type: 'AddOfficeAlias', input: { officeId, alias: name } }) as const;
    given(...both, renamed(name, 'Planeación'))
      .when(add(planningOffice))
      .then(fact('OfficeAliasAdded', { officeId: planningOffice, alias: name }));
    given(...both, renamed(name, 'Planeación'))
      .when(add(projectsOffice))
      .thenRefused({ rule: 'office-name-taken', field: 'alias' });
  });
});

describe('MergeOffices', () => {
  it('records that one office went into another, for a reason', () => {
    given(...both)
      .when(merge(planningOffice, projectsOffice), because)
      .then(merged(planningOffice, projectsOffice));
    given(...both)
      .when(merge(planningOffice, projectsOffice))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it('changes nothing the second time', () => {
    given(...both, merged(planningOffice, projectsOffice))
      .when(merge(planningOffice, projectsOffice))
      .thenNothing();
  });

  it('refuses an office that is not on record, on either side', () => {
    given(otherOfficeRegistered)
      .when(merge(planningOffice, projectsOffice), because)
      .thenRefused({ code: 'NOT_FOUND', field: 'officeId', actual: planningOffice });
    given(officeRegistered)
      .when(merge(planningOffice, projectsOffice), because)
      .thenRefused({ code: 'NOT_FOUND', field: 'intoOfficeId', actual: projectsOffice });
  });

  it('refuses to merge an office with itself', () => {
    given(...both)
      .when(merge(planningOffice, planningOffice), because)
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'merge-with-itself',
        field: 'intoOfficeId',
        actual: planningOffice,
      });
  });

  it('refuses an office that went into another before, and one to go into that: no circles', () => {
    const past = [...both, third, merged(planningOffice, projectsOffice)];
    const refusal = { code: 'RULE_VIOLATION', rule: 'office-merged' } as const;
    given(...past)
      .when(merge(planningOffice, thirdOffice), because)
      .thenRefused({ ...refusal, field: 'officeId' });
    given(...past)
      .when(merge(projectsOffice, planningOffice), because)
      .thenRefused({ ...refusal, field: 'intoOfficeId' });
  });

  it('lets the office that took another in go into a third', () => {
    given(...both, third, merged(planningOffice, projectsOffice))
      .when(merge(projectsOffice, thirdOffice), because)
      .then(merged(projectsOffice, thirdOffice));
  });
});

describe('the row of an office', () => {
  const rowOf = (...past: Past[]) =>
    foldAll(record([...both, ...past])).get('offices', planningOffice);
  const first = new Date('2024-02-01T15:00:00Z');
  const later = new Date('2024-06-01T15:00:00Z');

  it('has one history through a rename, and each name from its date', () => {
    const row = rowOf({ ...renamed(name, 'Planeación'), recordedAt: later });
    expect(row).toStrictEqual({
      officeId: planningOffice,
      name: 'Planeación',
      aliases: [],
      names: [
        { name, from: first },
        { name: 'Planeación', from: later },
      ],
      keys: ['subdireccion planeacion metropolitana regional', 'planeacion'],
    });
  });

  it('tells each name once to look-ups, however often it comes back', () => {
    const row = rowOf(renamed(name, 'Planeación'), renamed('Planeación', name));
    expect(row?.keys).toEqual(['subdireccion planeacion metropolitana regional', 'planeacion']);
    expect(row?.names.map((known) => known.name)).toEqual([name, 'Planeación', name]);
  });

  it('says which office it went into, and keeps its own name and spellings', () => {
    expect(rowOf(merged(planningOffice, projectsOffice))).toStrictEqual({
      ...rowOf(),
      mergedInto: projectsOffice,
    });
  });
});
