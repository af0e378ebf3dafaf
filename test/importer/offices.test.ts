import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameKey } from '../../src/domain/name-key.js';
import { splitOffices } from '../../src/importer/split-offices.js';

const office = (name: string, ...aliases: string[]) => ({ name, aliases });

describe('the key of an office', () => {
  it.each([
    ['Oficina de Comunicaciones y de Participación', 'OFICINA COMUNICACIONES Y PARTICIPACION'],
    ['Dirección  General', 'direccion\u00a0general.'],
    ['Secretaría de la Mujer', 'Secretaria Mujer'],
  ])('is one for %j and %j', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it('tells different offices apart', () => {
    expect(nameKey('Subdirección de Gestión Corporativa')).not.toBe(
      nameKey('Subdirección de Gestión de Proyectos'),
    );
  });
});

describe('offices never seen before', () => {
  it.each([
    [
      'Gerencia de Obras Departamento Jurídico Grupo de Archivo',
      ['Gerencia de Obras', 'Departamento Jurídico', 'Grupo de Archivo'],
    ],
    [
      'DIRECCIÓN GENERAL SUBDIRECCIÓN DE PLANEACIÓN Y FINANZAS',
      ['DIRECCIÓN GENERAL', 'SUBDIRECCIÓN DE PLANEACIÓN Y FINANZAS'],
    ],
    [
      'Oficina de Control Interno de la Secretaría General',
      ['Oficina de Control Interno de la Secretaría General'],
    ],
    ['Secretaría de Despacho', ['Secretaría de Despacho']],
    ['Dirección del Departamento de Salud', ['Dirección del Departamento de Salud']],
    ['Oficina Jurídica;Despacho', ['Oficina Jurídica', 'Despacho']],
    ['Oficina Jurídica / Dirección General', ['Oficina Jurídica', 'Dirección General']],
    ['Oficina Jurídica/Dirección General', ['Oficina Jurídica', 'Dirección General']],
    ['Oficina Jurídica, Dirección General', ['Oficina Jurídica', 'Dirección General']],
    ['Oficina Jurídica\nDirección General', ['Oficina Jurídica', 'Dirección General']],
    ['Oficina Asesora de\nPrensa', ['Oficina Asesora de\nPrensa']],
    ['Oficina de Prensa, Radio y Televisión', ['Oficina de Prensa, Radio y Televisión']],
    ['  Dirección  General ', ['Dirección  General']],
    ['Sec. de Salud Sec. de Obras', ['Sec. de Salud', 'Sec. de Obras']],
    ['Gerencia', ['Gerencia']],
    ['Dirección de grupo y oficina', ['Dirección de grupo y oficina']],
  ])('%j are %j', (raw, offices) => {
    expect(splitOffices(raw, [])).toEqual({ offices });
  });

  it.each([
    ['Oficina Jurídica y Dirección General', ['Oficina Jurídica y Dirección General']],
    ['Transmilenio', ['Transmilenio']],
    ['Planeación Dirección General', ['Planeación', 'Dirección General']],
    ['Dirección Subdirección de Obras', ['Dirección', 'Subdirección de Obras']],
    ['Dirección General Oficina de', ['Dirección General', 'Oficina de']],
    ['', []],
    ['N/A', []],
    ['#REF!', []],
    [' ; / ', []],
  ])('%j leaves a doubt, which is reported with the raw cell', (raw, offices) => {
    expect(splitOffices(raw, [])).toEqual({
      offices,
      problem: { raw, expected: expect.stringMatching(/\S/u) },
    });
  });
});

describe('offices that are known', () => {
  const known = [
    office('Despacho de la Alcaldía Secretaría Privada'),
    office('Secretaría Privada'),
    office('Transmilenio', 'TM S.A.'),
    office('Oficina de Comunicaciones y Participación'),
    office('Dirección General'),
  ];

  it.each([
    [
      'Despacho de la Alcaldía Secretaría Privada Oficina Jurídica',
      ['Despacho de la Alcaldía Secretaría Privada', 'Oficina Jurídica'],
    ],
    ['Transmilenio Secretaría Privada', ['Transmilenio', 'Secretaría Privada']],
    ['TM SA', ['TM SA']],
    ['TM S.A.', ['TM S.A.']],
    [
      'OFICINA COMUNICACIONES Y DE PARTICIPACION Dirección General',
      ['OFICINA COMUNICACIONES Y DE PARTICIPACION', 'Dirección General'],
    ],
    ['Dirección General y Oficina Jurídica', ['Dirección General', 'Oficina Jurídica']],
    ['Oficina Jurídica y Dirección General', ['Oficina Jurídica', 'Dirección General']],
    [
      'Dirección General de Obras Secretaría Privada',
      ['Dirección General de Obras', 'Secretaría Privada'],
    ],
  ])('win by the longest match: %j are %j', (raw, offices) => {
    expect(splitOffices(raw, known).offices).toEqual(offices);
  });

  it('stand out at the end of an unknown one, which is reported', () => {
    expect(splitOffices('Oficina Jurídica Transmilenio', known)).toMatchObject({
      offices: ['Oficina Jurídica Transmilenio'],
      problem: { expected: expect.stringContaining('"Transmilenio"') },
    });
  });
});

describe('any cell', () => {
  const kinds = fc.constantFrom('Dirección', 'Oficina', 'OFICINA', 'Secretaría', 'Grupo');
  const others = fc.constantFrom('de', 'la', 'y', 'General', 'Jurídica', 'obras', 'Proyectos');
  const word = fc.oneof(kinds, others, fc.stringMatching(/^[a-zA-ZñÑ.()]{1,6}$/u));
  const catalogue = fc.array(
    fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => office(words.join(' '))),
    { maxLength: 4 },
  );
  const squeeze = (text: string): string => text.replace(/\s+/gu, ' ').trim();

  it('is given back by its offices, put together with blanks', () => {
    const blank = fc.constantFrom(' ', '  ', '\u00a0');
    // A "y" between two offices belongs to neither, so it is left out of this property.
    const words = fc.array(
      word.filter((text) => !/^[ye]$/iu.test(text)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(words, blank, catalogue, (all, between, known) => {
        const raw = all.join(between);
        fc.pre(!/^(sd|n\.?a\.?)$/iu.test(raw) && !/^s\.d\.$/iu.test(raw));
        expect(squeeze(splitOffices(raw, known).offices.join(' '))).toBe(squeeze(raw));
      }),
    );
  });

  it('names offices whose run-together spelling is cut where they join', () => {
    const plain = fc.constantFrom('General', 'Jurídica', 'de Obras', 'de Gestión y Control');
    const names = fc.array(
      fc.tuple(kinds, plain).map(([kind, rest]) => `${kind} ${rest}`),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(names, (offices) => {
        expect(splitOffices(offices.join(' '), [])).toEqual({ offices });
      }),
    );
  });

  it('never throws, and keeps letters to the letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), catalogue, (raw, known) => {
        for (const name of splitOffices(raw, known).offices) {
          expect(name.trim()).not.toBe('');
          expect(squeeze(raw)).toContain(squeeze(name));
        }
      }),
      {
        examples: [
          [',', []],
          ['Dirección General , ', []],
        ],
      },
    );
  });
});
