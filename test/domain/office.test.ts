import { describe, it } from '@jest/globals';
import { fact, officeRegistered, planningOffice, projectsOffice } from '../support/facts.js';
import { given } from '../support/given.js';

const communications = 'Oficina Asesora de Comunicaciones y Participación Ciudadana';
const spelled = 'Oficina Asesora de Comunicaciones y de Participación Ciudadana';
const registered = fact('OfficeRegistered', { officeId: projectsOffice, name: communications });
const register = (name: string, officeId = planningOffice) =>
  ({ type: 'RegisterOffice', input: { officeId, name } }) as const;
const alias = (text: string, officeId = projectsOffice) =>
  ({ type: 'AddOfficeAlias', input: { officeId, alias: text } }) as const;
const aliasAdded = (text: string) =>
  fact('OfficeAliasAdded', { officeId: projectsOffice, alias: text });

describe('RegisterOffice', () => {
  it('records an office in the spelling it was met with', () => {
    given().when(register(communications, projectsOffice)).then(registered);
  });

  it.each([
    communications,
    spelled,
    'OFICINA ASESORA DE COMUNICACIONES Y PARTICIPACION CIUDADANA',
    '  Oficina asesora: comunicaciones, participación ciudadana.',
  ])('refuses %j: it is a spelling of one on record', (name) => {
    given(registered).when(register(name)).thenRefused({
      code: 'RULE_VIOLATION',
      rule: 'office-name-taken',
      field: 'name',
      actual: name,
    });
  });

  it('refuses a name that is an alias of another office', () => {
    given(registered, aliasAdded('Comunicaciones'))
      .when(register('comunicaciones'))
      .thenRefused({ rule: 'office-name-taken' });
  });

  it('takes an office whose name differs by a word', () => {
    const name = 'Oficina Asesora de Comunicaciones';
    given(registered)
      .when(register(name))
      .then(fact('OfficeRegistered', { officeId: planningOffice, name }));
  });

  it('refuses an id that is taken', () => {
    given(registered)
      .when(register('Despacho', projectsOffice))
      .thenRefused({ rule: 'office-exists', field: 'officeId', actual: projectsOffice });
  });

  it.each(['—', '. . .'])('refuses %j, which has neither letter nor digit', (name) => {
    given()
      .when(register(name))
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'name', actual: name });
  });
});

describe('AddOfficeAlias', () => {
  it('keeps another spelling to the letter', () => {
    given(registered).when(alias(spelled)).then(aliasAdded(spelled));
  });

  it('changes nothing for a spelling that the office has', () => {
    given(registered).when(alias(communications)).thenNothing();
    given(registered, aliasAdded(spelled)).when(alias(spelled)).thenNothing();
  });

  it('refuses the name of another office', () => {
    given(registered, officeRegistered)
      .when(alias(communications.toLowerCase(), planningOffice))
      .thenRefused({ rule: 'office-name-taken', field: 'alias' });
  });

  it('refuses an office that is not on record, and an alias that names nothing', () => {
    given()
      .when(alias(spelled))
      .thenRefused({ code: 'NOT_FOUND', field: 'officeId', actual: projectsOffice });
    given(registered).when(alias('-')).thenRefused({ code: 'BAD_USER_INPUT', field: 'alias' });
  });

  it('takes a hundred aliases and no more', () => {
    const aliases = Array.from({ length: 99 }, (_, i) => aliasAdded(`Oficina ${i}`));
    const last = aliasAdded('Oficina 99');
    given(registered, ...aliases)
      .when(alias('Oficina 99'))
      .then(last);
    given(registered, ...aliases, last)
      .when(alias('Oficina 100'))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'too-many-aliases' });
  });
});
