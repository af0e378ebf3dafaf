import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAbsent, readNarrative, readText } from '../../src/importer/cell.js';
import { readDate } from '../../src/importer/date-cell.js';
import { readFrequency, readPlans } from '../../src/importer/list-cells.js';
import { readQuantity } from '../../src/importer/numeral.js';
import { percentScale, readPercent } from '../../src/importer/percent-cell.js';

const ABSENT = ['', '  ', '\u00a0', 'N/A', 'n/a', 'SD', 'S/D', '-', '–', 'No aplica'];

describe('absent cells', () => {
  it.each(ABSENT)('%j says nothing, in every kind of column', (raw) => {
    expect(isAbsent(raw)).toBe(true);
    const readings = [
      readDate(raw),
      readPercent(raw, 'UNKNOWN'),
      readQuantity(raw, false),
      readFrequency(raw),
      readPlans(raw),
      readText(raw),
      readNarrative(raw),
    ];
    expect(readings).toEqual(readings.map(() => ({ kind: 'absent' })));
  });

  it.each(['#DIV/0!', '#N/A', '#¡REF!', '#¿NOMBRE?', '#####', ' #VALUE! '])(
    '%j is a failed formula, not an absent cell nor text',
    (raw) => {
      for (const reading of [readDate(raw), readPercent(raw, 'POINTS'), readNarrative(raw)]) {
        expect(reading).toMatchObject({ kind: 'rejected', raw });
      }
    },
  );
});

describe('dates', () => {
  it.each([
    ['1/03/2024', '2024-03-01'],
    ['31/12/2024 ', '2024-12-31'],
    ['\u00a005-04-2024', '2024-04-05'],
    ['29/02/2024', '2024-02-29'],
    ['2024-12-31', '2024-12-31'],
    ['2024-12-31T00:00:00.000Z', '2024-12-31'],
    ['46022', '2025-12-31'],
    ['45292', '2024-01-01'],
  ])('%j is %s', (raw, date) => {
    expect(readDate(raw)).toEqual({ kind: 'value', value: date });
  });

  it.each(['31/11/2024', '29/02/2023', '12/31/2024', '0/1/2024', '2024-13-01'])(
    '%j is refused: no such day',
    (raw) => {
      expect(readDate(raw)).toMatchObject({
        kind: 'rejected',
        raw,
        expected: expect.stringContaining('calendar'),
      });
    },
  );

  it.each(['1/3/24', '31/12-2024', 'diciembre', '2024', '31/12/0224', '99999', '1/03/2024 10:00'])(
    '%j is refused: no date, or far from any plan',
    (raw) => {
      expect(readDate(raw)).toMatchObject({ kind: 'rejected', raw });
    },
  );

  it('reads any day of a plan back, from each way of writing it', () => {
    const day = fc.date({
      min: new Date('1990-01-01'),
      max: new Date('2100-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [y, m, d] = iso.split('-');
        const serial = Math.floor(date.getTime() / 86_400_000) + 25_569;
        for (const raw of [iso, `${d}/${m}/${y}`, `${Number(d)}/${Number(m)}/${y}`, `${serial}`]) {
          expect(readDate(raw)).toEqual({ kind: 'value', value: iso });
        }
      }),
    );
  });
});

describe('percentages', () => {
  it.each([
    ['0%', 0],
    ['100 %', 10_000],
    ['85%', 8500],
    ['12,5%', 1250],
    ['12.5 %', 1250],
    ['33,333%', 3333],
    ['66,667 %', 6667],
    ['125%', 12_500],
    ['100\u00a0%', 10_000],
  ])('%j is %i basis points, whatever the column', (raw, points) => {
    for (const scale of ['FRACTION', 'POINTS', 'UNKNOWN'] as const) {
      expect(readPercent(raw, scale)).toEqual({ kind: 'value', value: points });
    }
  });

  it.each([
    ['0.85', ['85%', '0.85'], 8500],
    ['0,95', ['0,95'], 9500],
    ['1', ['0.5', '1'], 10_000],
    ['1.25', ['0.5', '1.25'], 12_500],
    ['0.3333333333', ['0.3333333333'], 3333],
    ['85', ['85', '0'], 8500],
    ['1', ['85', '1'], 100],
    ['12,5', ['12,5'], 1250],
    ['0', ['0'], 0],
    ['0.00', ['0.00'], 0],
  ])('%j in a column of %j is %i basis points', (raw, column, points) => {
    expect(readPercent(raw, percentScale(column))).toEqual({ kind: 'value', value: points });
  });

  it.each([
    ['1', ['0', '1'], '1 % or 100 %'],
    ['1,1', ['1,1', '100%'], '1.1 % or 110 %'],
    ['85', ['85', '0.85'], 'points among fractions'],
  ])('%j in a column of %j is refused: %s', (raw, column) => {
    expect(readPercent(raw, percentScale(column))).toEqual({
      kind: 'rejected',
      raw,
      expected: 'a percentage from 0 % to 125 %, written with its sign: 85%',
    });
  });

  it.each(['999%', '125,01%', '125.004 %', '-5%', '−0,01 %', '12.345 %'])(
    '%j is out of range',
    (raw) => {
      expect(readPercent(raw, 'UNKNOWN')).toMatchObject({ kind: 'rejected', outOfRange: true });
    },
  );

  it.each(['%', 'mucho', '85%%', '8 5%', '1e2%', 'NaN', '85 % aprox.'])('%j is refused', (raw) => {
    expect(readPercent(raw, 'POINTS')).toMatchObject({ kind: 'rejected', raw });
  });

  it('reads every basis point from 0 to 12500 back exactly, signed and as a fraction', () => {
    for (let points = 0; points <= 12_500; points += 1) {
      const digits = String(points).padStart(5, '0');
      const percent = `${digits.slice(0, 3)},${digits.slice(3)}%`;
      const fraction = `${digits.slice(0, 1)}.${digits.slice(1)}`;
      expect(readPercent(percent, 'UNKNOWN')).toEqual({ kind: 'value', value: points });
      expect(readPercent(fraction, 'FRACTION')).toEqual({ kind: 'value', value: points });
    }
  });
});

describe('targets', () => {
  it.each([
    ['1', '1'],
    ['28.760.251', '28760251'],
    ['28.760.251,50', '28760251.50'],
    ['0,5', '0.5'],
    ['0.234', '0.234'],
    ['1.234', '1234'],
    ['1,234', '1.234'],
    ['1,234.5', '1234.5'],
    ['28,760,251', '28760251'],
    ['123456789012345.62', '123456789012345.62'],
    ['9007199254740993', '9007199254740993'],
    ['0.1', '0.1'],
    [' 007 ', '7'],
    ['-3', '-3'],
  ])('%j is %s, as text', (raw, target) => {
    expect(readQuantity(raw, false)).toEqual({ kind: 'value', value: target });
  });

  it.each(['2 estrategias', '1.23.4', '1..2', '$ 100', '1e3', '100%', '28.76.251'])(
    '%j is refused with the raw cell',
    (raw) => {
      expect(readQuantity(raw, false)).toMatchObject({ kind: 'rejected', raw });
    },
  );

  it('may carry a sign where the unit is a percentage', () => {
    expect(readQuantity('100 %', true)).toEqual({ kind: 'value', value: '100' });
  });

  it('keeps any digits that a cell has', () => {
    const digits = fc.stringMatching(/^[1-9]\d{3,40}$/u);
    const decimals = fc.stringMatching(/^\d{1,30}$/u);
    fc.assert(
      fc.property(digits, decimals, (whole, rest) => {
        const value = `${whole}.${rest}`;
        expect(readQuantity(value, false)).toEqual({ kind: 'value', value });
        expect(readQuantity(`${whole},${rest}`, false)).toEqual({ kind: 'value', value });
      }),
    );
  });
});

describe('words', () => {
  it.each([
    ['Trimestral', 'QUARTERLY'],
    ['SEMESTRAL ', 'SEMIANNUAL'],
    ['anual', 'ANNUAL'],
    ['Mensual', 'MONTHLY'],
    ['Bimestral', 'BIMONTHLY'],
  ])('%j is %s', (raw, frequency) => {
    expect(readFrequency(raw)).toEqual({ kind: 'value', value: frequency });
  });

  it.each(['Bimensual', 'Cuatrimestral', 'a veces'])('%j is no frequency we know', (raw) => {
    expect(readFrequency(raw)).toMatchObject({ kind: 'rejected', raw });
  });

  it.each([
    ['Plan Anual de Adquisiciones (PAA)', ['Plan Anual de Adquisiciones (PAA)']],
    ['POAI; PAA;', ['POAI', 'PAA']],
    ['POAI\nPAA / PETI', ['POAI', 'PAA', 'PETI']],
    ['Plan de Bienestar, Estímulos y Paz 24/7', ['Plan de Bienestar, Estímulos y Paz 24/7']],
  ])('%j names the plans %j', (raw, plans) => {
    expect(readPlans(raw)).toEqual({ kind: 'value', value: plans });
  });

  it('keeps a narrative to the letter and trims a label', () => {
    const raw = ' Avanzó\u00a0el "Taller"\n sigue. ';
    expect(readNarrative(raw)).toEqual({ kind: 'value', value: raw });
    expect(readText(' Unidad\u00a0')).toEqual({ kind: 'value', value: 'Unidad' });
  });
});
