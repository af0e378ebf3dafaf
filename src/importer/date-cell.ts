import { readCell, rejected, value } from './cell.js';
import type { CellReading } from './cell.js';

const EXPECTED = 'a date as day/month/year, such as 31/12/2024';
const DAY_FIRST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/u;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/u;
const SERIAL = /^(\d{5})(?:[.,]0+)?$/u;
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;
const MS_PER_DAY = 86_400_000;

/** How a spreadsheet counts the days of its dates; 1904 is what old Macs did. */
export type DateSystem = 1900 | 1904;

/** The instant that serial number 0 stands for. */
export const SERIAL_DAY_0: Readonly<Record<DateSystem, number>> = {
  // The invented 29 February 1900 lies before any date read here.
  1900: Date.UTC(1899, 11, 30),
  1904: Date.UTC(1904, 0, 1),
};

/**
 * A local date as `YYYY-MM-DD`: day/month/year as it is written in Colombia, ISO, or the serial
 * number that a spreadsheet keeps (46022 is 2025-12-31). No time and no zone. A day that isn't in
 * the calendar, and a year outside 1990–2100, is refused.
 */
export function readDate(raw: string, system: DateSystem = 1900): CellReading<string> {
  return readCell(raw, EXPECTED, () => {
    const text = raw.trim();
    const dayFirst = DAY_FIRST.exec(text);
    if (dayFirst) return calendarDate(dayFirst[4], dayFirst[3], dayFirst[1], raw);
    const iso = ISO.exec(text);
    if (iso) return calendarDate(iso[1], iso[2], iso[3], raw);
    const serial = SERIAL.exec(text);
    if (!serial) return rejected(EXPECTED, raw);
    const [year, month, day] = new Date(SERIAL_DAY_0[system] + Number(serial[1]) * MS_PER_DAY)
      .toISOString()
      .slice(0, 10)
      .split('-');
    return calendarDate(year, month, day, raw);
  });
}

function calendarDate(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  raw: string,
): CellReading<string> {
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(time);
  // Date rolls 31 November over to 1 December; a cell that says so is wrong.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) {
    return rejected(`${EXPECTED}; that day isn't in the calendar`, raw);
  }
  return date.getUTCFullYear() < FIRST_YEAR || date.getUTCFullYear() > LAST_YEAR
    ? rejected(`${EXPECTED}, between ${FIRST_YEAR} and ${LAST_YEAR}`, raw)
    : value(date.toISOString().slice(0, 10));
}
