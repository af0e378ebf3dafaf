import { describe, expect, it } from '@jest/globals';
import { isStopWord, nameKey, naturalKey, plainText } from '../../src/domain/name-key.js';

describe('the key that two spellings of a name share', () => {
  it.each([
    ['DIRECCIÓN GENERAL', 'Dirección General', 'letter case'],
    ['Direccion General', 'Dirección General', 'accents'],
    ['Direccio\u0301n General', 'Dirección General', 'composition of accents'],
    ['Dirección\u00a0General', 'Dirección General', 'a no-break space'],
    [' Dirección \n General. ', 'Dirección General', 'space and punctuation'],
    ['Comunicaciones y de Participación', 'Comunicaciones y Participación', 'stop words'],
    ['Gestión de los Proyectos', 'Gestión del Proyectos', 'other stop words'],
    ['Oficina Nº 1', 'oficina nº 1', 'signs'],
  ])('is one for %j and %j: %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['Subdirección de Gestión Corporativa', 'Subdirección de Gestión de Proyectos'],
    ['Oficina 1', 'Oficina 2'],
    ['Planeación', 'Planeaciones'],
    ['Grupo Agua', 'Grupo del Aguacate'],
    ['Dirección General', 'General Dirección'],
  ])('tells %j from %j', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('keeps the stop words of a name that has no other', () => {
    expect(nameKey('De la Y')).toBe('de la y');
  });

  it.each(['', '—', ' … '])('is empty for %j', (name) => {
    expect(nameKey(name)).toBe('');
  });
});

describe('text as it is compared', () => {
  it('has neither accents, letter case nor more than one blank between words', () => {
    expect(plainText(' N\u00ba.\u00a0ACCIÓN \r\n\u200b estratégica\t')).toBe(
      'nº. accion estrategica',
    );
  });

  it.each(['de', 'DEL', 'Y', 'la,', '(en)'])('takes %j for a stop word', (word) => {
    expect(isStopWord(word)).toBe(true);
  });

  it.each(['Delta', 'yo', 'General', ''])('does not take %j for one', (word) => {
    expect(isStopWord(word)).toBe(false);
  });
});

describe('the key that sorts numbers as a person does', () => {
  it.each([
    [['1', '2', '9', '10', '11', '100']],
    [['1.1', '1.2', '1.9', '1.10', '2.1', '10.1']],
    [['A2', 'a10', 'B1']],
    [['Acción 9', 'accion 10', 'Acción 11']],
    [['3', '3.1', '3a']],
  ])('keeps %j in that order', (labels) => {
    const sorted = labels
      .toReversed()
      .sort((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : Number(a !== b)));
    expect(sorted).toEqual(labels);
  });

  it('reads through leading zeros', () => {
    expect(naturalKey('007')).toBe(naturalKey('7'));
    expect(naturalKey('0')).toBe(naturalKey('000'));
    expect(naturalKey('1.0')).not.toBe(naturalKey('1'));
  });
});
