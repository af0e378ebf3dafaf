import { Big } from 'big.js';
import { SERIAL_DAY_0 } from '../date-cell.js';
import type { DateSystem } from '../date-cell.js';
import type { NumberFormat } from './number-format.js';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/iu;
const MS_PER_DAY = 86_400_000;
const SECONDS_PER_DAY = 86_400;
// 31 December 9999, the last day that Excel shows.
const LAST_SERIAL = 2_958_465;
// Excel shows no more; the rest is what floats add to 0.1 + 0.2.
const DIGITS_SHOWN = 15;

/**
 * The number of a cell as text: a date as `2024-12-31`, a percentage with its sign (`12,5%`), any
 * other number with a decimal comma, as it is written in Colombia and is never taken for thousands.
 * Neither rounded nor grouped, whatever the format shows of it: 0.125 shown as `13%` is `12,5%`.
 */
export function numberText(raw: string, format: NumberFormat, system: DateSystem): string {
  if (!NUMBER.test(raw)) return raw;
  switch (format.kind) {
    case 'number':
      return decimal(raw);
    case 'padded':
      return /^\d+$/u.test(raw) ? raw.padStart(format.digits, '0') : decimal(raw);
    case 'percent':
      return `${comma(exact(raw).times(100))}%`;
    case 'percentText':
      return `${decimal(raw)}%`;
    case 'date':
      return dateText(Number(raw), format, system) ?? decimal(raw);
  }
}

function decimal(raw: string): string {
  return /^-?\d+$/u.test(raw) ? raw : comma(exact(raw));
}

function exact(raw: string): Big {
  const number = Number(raw);
  return new Big(Number.isFinite(number) ? number.toPrecision(DIGITS_SHOWN) : raw);
}

function comma(number: Big): string {
  return number.toFixed().replace('.', ',');
}

function dateText(
  serial: number,
  { day, time }: Extract<NumberFormat, { kind: 'date' }>,
  system: DateSystem,
): string | undefined {
  if (serial < 0 || serial > LAST_SERIAL) return undefined;
  const seconds = Math.round((serial % 1) * SECONDS_PER_DAY);
  const whole = Math.floor(serial);
  const at = new Date(SERIAL_DAY_0[system] + whole * MS_PER_DAY + seconds * 1000).toISOString();
  const clock = at.slice(11, 19);
  if (!day) return whole === 0 ? clock : undefined;
  // A time that the format hides is no part of what the cell says.
  if (!time) return new Date(SERIAL_DAY_0[system] + whole * MS_PER_DAY).toISOString().slice(0, 10);
  return seconds === 0 ? at.slice(0, 10) : `${at.slice(0, 10)} ${clock}`;
}
