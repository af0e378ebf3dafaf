import type { DateSystem } from '../date-cell.js';
import { numberText } from './number-text.js';
import { formatOf } from './styles.js';
import type { Styles } from './styles.js';
import { unescaped } from './strings.js';
import { damaged } from './workbook-error.js';

/** What all sheets of a workbook share. */
export interface WorkbookParts {
  readonly styles: Styles;
  readonly strings: readonly string[];
  readonly dates: DateSystem;
}

/** A cell as the sheet writes it. */
export interface RawCell {
  readonly type: string;
  readonly style: string | undefined;
  /** What stands in its value; undefined where it has none, which is not the same as an empty one. */
  readonly value: string | undefined;
  /** The text of an inline string. */
  readonly inline: string;
  readonly formula: string | undefined;
}

/** What stands in the place of a value that was never computed; read as a formula that failed. */
export const NOT_COMPUTED = '#CALC!';

/**
 * The text of a cell, as a person sees it, but with all its digits. Of a formula it is the value
 * that was computed when the workbook was saved.
 * @throws PlanFileError WORKBOOK_DAMAGED.
 */
export function cellText(cell: RawCell, parts: WorkbookParts): string {
  const { type, value = '', style } = cell;
  if (isNotComputed(cell)) return NOT_COMPUTED;
  switch (type) {
    case 's':
      return value === '' ? '' : sharedString(value, parts.strings);
    case 'inlineStr':
      return cell.inline;
    case 'b':
      return value === '1' || value === 'true' ? 'VERDADERO' : 'FALSO';
    case 'str':
      return unescaped(value);
    case 'd':
      return value.replace(/T00:00(:00(\.0+)?)?Z?$/u, '');
    case 'e':
      return value;
    default:
      return value === '' ? '' : numberText(value, formatOf(parts.styles, style), parts.dates);
  }
}

/** A program that only writes workbooks leaves formulas without a value; Excel computes them. */
export function isNotComputed({ type, value, formula }: RawCell): boolean {
  return formula !== undefined && (value === undefined || (value === '' && type !== 'str'));
}

function sharedString(value: string, strings: readonly string[]): string {
  const text = strings[Number(value)];
  if (text === undefined) throw damaged(`a cell with string ${value} of ${strings.length}`);
  return text;
}
