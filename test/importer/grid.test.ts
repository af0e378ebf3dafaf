import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitDelimited } from '../../src/importer/delimited.js';
import type { Delimiter } from '../../src/importer/delimited.js';
import { delimiterOf, gridFromText } from '../../src/importer/grid.js';
import { readPlanFile } from '../../src/importer/read-plan-file.js';
import { ACTION, HEADER, TITLE, action } from './plan-text.js';

const cellsOf = (text: string, delimiter: Delimiter): readonly (readonly string[])[] =>
  splitDelimited(text, delimiter).map(({ cells }) => cells);

describe('cells of a text', () => {
  it('takes straight quotes between tabs as text, wherever they stand', () => {
    expect(cellsOf('1\tel "Taller"\t"x\n2\t"\ty', '\t')).toEqual([
      ['1', 'el "Taller"', '"x'],
      ['2', '"', 'y'],
    ]);
  });

  it('keeps the decimal comma between semicolons', () => {
    expect(cellsOf('a;0,95;b\r\n', ';')).toEqual([['a', '0,95', 'b']]);
  });

  it('follows RFC 4180 in cells that start with a quote', () => {
    expect(cellsOf('"a;b";"dice ""sí""";c\n"x\r\ny";;', ';')).toEqual([
      ['a;b', 'dice "sí"', 'c'],
      ['x\r\ny', '', ''],
    ]);
  });

  it('takes a quote as text in a cell that only starts with a quoted word', () => {
    expect(cellsOf('"Programa" nuevo;1\n"sin cierre;2', ';')).toEqual([
      ['"Programa" nuevo', '1'],
      ['"sin cierre', '2'],
    ]);
  });

  it('counts rows as lines of the file, past line breaks in quoted cells', () => {
    const rows = splitDelimited('a\n\n"b\nb"\nc', ',');
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 3, 5]);
  });

  it.each(['\n', '\r\n', '\r'])('ends lines with %j, with and without one at the end', (end) => {
    const rows = [['a', 'b'], ['c']];
    const text = rows.map((row) => row.join('\t')).join(end);
    expect(cellsOf(text, '\t')).toEqual(rows);
    expect(cellsOf(text + end, '\t')).toEqual(rows);
  });

  it('gives back every cell between tabs, to the letter', () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\t\r\n]/gu, '"'));
    const rows = fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (table) => {
        const text = table.map((row) => row.join('\t')).join('\n');
        // A last row of one blank cell is what a newline at the end looks like.
        fc.pre(!text.endsWith('\n') && text !== '');
        expect(cellsOf(text, '\t')).toEqual(table);
      }),
    );
  });

  it('gives back every quoted cell, to the letter', () => {
    const rows = fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 });
    const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(rows, fc.constantFrom<Delimiter>(';', ','), (table, delimiter) => {
        const text = table.map((row) => row.map(quote).join(delimiter)).join('\r\n');
        // Without any newline in the text a carriage return is one, which quoting must withstand.
        expect(cellsOf(text, delimiter)).toEqual(table);
      }),
    );
  });
});

describe('the delimiter', () => {
  it.each(['\t', ';', ','] as const)('is found: %j', (delimiter) => {
    const quoted = (row: readonly string[]): string =>
      row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(delimiter);
    const row = action({ 12: 'Avanza; sigue' });
    const line = delimiter === ';' ? quoted(ACTION) : quoted(row);
    const header = delimiter === '\t' ? HEADER.join('\t') : quoted(HEADER);
    const text = `${quoted(TITLE)}\n${header}\n${line}`;
    expect(delimiterOf(text)).toBe(delimiter);
    expect(readPlanFile(new TextEncoder().encode(text), 'f').rows).toHaveLength(1);
  });

  it('is not misled by narratives full of other delimiters', () => {
    const many = action({ 12: 'a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p,q,r,s,t,u,v,w,x,y,z,1,2,3' });
    const text = [HEADER, ...Array.from({ length: 9 }, () => many)]
      .map((row) => row.join('\t'))
      .join('\n');
    expect(delimiterOf(text)).toBe('\t');
  });

  it('keeps 0,95 in a file separated by semicolons, as 95 %', () => {
    const lines = [TITLE, HEADER, action({ 11: '0,95' })].map((row) => row.join(';'));
    const plan = readPlanFile(new TextEncoder().encode(lines.join('\r\n')), 'plan.csv');
    expect(plan.rows[0]?.reports[0]?.percent).toBe(9500);
  });

  it('of a text without any gives one column', () => {
    expect(gridFromText('hola').rows).toEqual([{ row: 1, cells: ['hola'] }]);
  });
});
