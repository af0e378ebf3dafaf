import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDate } from '../../src/importer/date-cell.js';
import { readQuantity } from '../../src/importer/numeral.js';
import { readPercent } from '../../src/importer/percent-cell.js';
import { readWorkbook } from '../../src/importer/xlsx/read-workbook.js';
import { builtInFormat, readFormat } from '../../src/importer/xlsx/number-format.js';
import { numberText } from '../../src/importer/xlsx/number-text.js';
import { unescaped } from '../../src/importer/xlsx/strings.js';
import type { Cell, WorkbookOptions } from './workbook.js';
import { workbook } from './workbook.js';

/** The text of each cell of one row. */
function textsOf(cells: readonly Cell[], options: WorkbookOptions = {}): readonly string[] {
  return readWorkbook(workbook([{ rows: [cells] }], options)).grids[0]?.rows[0]?.cells ?? [];
}

const shown = (number: number | string, format: string): string =>
  numberText(String(number), readFormat(format), 1900);

describe('a number with its format', () => {
  it.each([
    [0.125, '0.0%', '12,5%'],
    [0.85, '0%', '85%'],
    [1, '0.00%', '100%'],
    [0, '0%;-0%;"-"', '0%'],
    [0.3333333333333333, '0%', '33,3333333333333%'],
    ['0.28999999999999998', '0%', '29%'],
    [85, '0"%"', '85%'],
    [85, String.raw`0\ \%`, '85%'],
    [45657, 'dd/mm/yyyy', '2024-12-31'],
    [45657, String.raw`[$-240A]d" de "mmmm" de "yyyy;@`, '2024-12-31'],
    [45657.75, 'dd/mm/yyyy', '2024-12-31'],
    [45657.75, 'dd/mm/yyyy hh:mm', '2024-12-31 18:00:00'],
    [45657, 'dd/mm/yyyy hh:mm', '2024-12-31'],
    [45657, 'mmm-yy', '2024-12-31'],
    [0.5, '[h]:mm', '12:00:00'],
    [0.85, 'General', '0,85'],
    [1234.5, '#,##0.00', '1234,5'],
    [28760251, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-', '28760251'],
    [5, '0" días"', '5'],
    [5, '[Red]0.0', '5'],
    [7, '000', '007'],
    ['9007199254740993', '0', '9007199254740993'],
    ['1.5E-3', '0.00E+00', '0,0015'],
    ['2E+20', '0', '200000000000000000000'],
    [0.30000000000000004, 'General', '0,3'],
    [-3, '0;(0)', '-3'],
    [99999999, 'dd/mm/yyyy', '99999999'],
  ])('%s shown as %j is %j', (number, format, text) => {
    expect(shown(number, format)).toBe(text);
  });

  it.each([
    [9, '50%'],
    [10, '50%'],
    [0, '0,5'],
    [2, '0,5'],
  ])('has the built-in format %i', (id, text) => {
    expect(numberText('0.5', builtInFormat(id), 1900)).toBe(text);
  });

  it.each([14, 15, 16, 17, 22, 30])('is a date by the built-in format %i', (id) => {
    expect(numberText('45657', builtInFormat(id), 1900)).toBe('2024-12-31');
  });

  it('counts days as the workbook does', () => {
    const date = { number: 44195, format: 'dd/mm/yyyy' };
    expect(textsOf([date])).toEqual(['2020-12-30']);
    expect(textsOf([date], { date1904: true })).toEqual(['2024-12-31']);
  });

  it('is read back from its text, whatever its digits', () => {
    const number = fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, (of) => {
        const reading = readQuantity(numberText(String(of), readFormat('General'), 1900), false);
        expect(reading.kind).toBe('value');
        const value = reading.kind === 'value' ? Number(reading.value) : NaN;
        expect(Math.abs(value - of)).toBeLessThanOrEqual(of * 1e-14);
      }),
    );
  });

  it('gives every basis point back, and every day', () => {
    for (let points = 0; points <= 12_500; points += 7) {
      const text = numberText(String(points / 10_000), readFormat('0%'), 1900);
      expect(readPercent(text, 'UNKNOWN')).toEqual({ kind: 'value', value: points });
    }
    for (let serial = 40_000; serial < 50_000; serial += 13) {
      expect(readDate(numberText(String(serial), readFormat('dd/mm/yy'), 1900))).toEqual(
        readDate(String(serial)),
      );
    }
  });
});

describe('a cell of a workbook', () => {
  it('is text to the letter, from any kind of string', () => {
    const rich = '<is><r><t>Dirección </t></r><r><rPr><b/></rPr><t>General</t></r></is>';
    const read = '<is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is>';
    expect(
      textsOf([
        ' a\u00a0"b"\n',
        { xml: ['t="inlineStr"', rich] },
        { xml: ['t="inlineStr"', read] },
        { xml: ['t="str"', '<f>A1</f><v>x &amp; y</v>'] },
        { xml: ['t="str"', '<f>A1</f><v><![CDATA[<z>]]></v>'] },
      ]),
    ).toEqual([' a\u00a0"b"\n', 'Dirección General', '東京', 'x & y', '<z>']);
  });

  it('is the value that a formula had, or its failure, or a truth', () => {
    expect(
      textsOf([
        { formula: 'B1*2', number: 0.5, format: '0%' },
        { xml: ['t="e"', '<f>1/0</f><v>#DIV/0!</v>'] },
        { xml: ['t="b"', '<v>1</v>'] },
        { xml: ['t="b"', '<v>0</v>'] },
        { xml: ['t="d"', '<v>2024-12-31T00:00:00</v>'] },
        { xml: ['t="str"', '<f>""</f><v></v>'] },
        'end',
      ]),
    ).toEqual(['50%', '#DIV/0!', 'VERDADERO', 'FALSO', '2024-12-31', '', 'end']);
  });

  it('of a formula that was never computed is a failure, not a blank', () => {
    const texts = textsOf([{ formula: 'B1*2' }, { xml: ['', '<f>C1</f><v/>'] }]);
    expect(texts).toEqual(['#CALC!', '#CALC!']);
  });

  it('stands where it says, or behind the one before it', () => {
    const sheet =
      '<worksheet><sheetData><row><c t="inlineStr"><is><t>A1</t></is></c><c><v>2</v></c></row>' +
      '<row r="9"><c r="AB9"><v>3</v></c></row></sheetData></worksheet>';
    const parts = { 'xl/worksheets/sheet1.xml': sheet };
    const [grid] = readWorkbook(workbook([{ rows: [] }], { parts })).grids;
    expect(grid?.rows.filter(({ cells }) => cells.length > 0)).toEqual([
      { row: 1, cells: ['A1', '2'] },
      { row: 9, cells: [...Array.from({ length: 27 }, () => ''), '3'] },
    ]);
  });

  it('is found under any prefix, and in UTF-16', () => {
    const sheet =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    for (const part of [sheet, Buffer.from(`\ufeff${sheet}`, 'utf16le')]) {
      const parts = { 'xl/worksheets/sheet1.xml': part };
      const [grid] = readWorkbook(workbook([{ rows: [] }], { parts })).grids;
      expect(grid?.rows).toEqual([{ row: 1, cells: ['3'] }]);
    }
  });

  it.each([
    ['a_x000D_\nb', 'a\r\nb'],
    ['_x005F_x000D_', '_x000D_'],
    ['_xD83D_', '_xD83D_'],
    ['_x0000_', '_x0000_'],
    ['mi_xyz_', 'mi_xyz_'],
  ])('writes %j for %j', (written, text) => {
    expect(unescaped(written)).toBe(text);
  });
});
