import { plainText } from '../domain/name-key.js';
import { isBlank } from './plain-text.js';
import { readCell, rejected, value } from './cell.js';
import type { CellReading } from './cell.js';
import type { Frequency } from './plan-file.js';

// "Bimensual" is left out on purpose: it means twice a month, and is often written for bimonthly.
const FREQUENCIES: ReadonlyMap<string, Frequency> = new Map([
  ['trimestral', 'QUARTERLY'],
  ['semestral', 'SEMIANNUAL'],
  ['anual', 'ANNUAL'],
  ['mensual', 'MONTHLY'],
  ['bimestral', 'BIMONTHLY'],
]);
const EXPECTED = 'Trimestral, Semestral, Anual, Mensual or Bimestral';

/** How often an action is followed up. */
export function readFrequency(raw: string): CellReading<Frequency> {
  return readCell(raw, EXPECTED, () => {
    const frequency = FREQUENCIES.get(plainText(raw));
    return frequency === undefined ? rejected(EXPECTED, raw) : value(frequency);
  });
}

/**
 * The plans that a cell names, as spelled. Only `;`, a line break and a slash between blanks part
 * them: commas, hyphens and "y" belong to the names of plans.
 */
export function readPlans(raw: string): CellReading<readonly string[]> {
  return readCell(raw, 'the names of plans', () =>
    value(
      raw
        .split(/;|[\r\n]+|\s\/\s/u)
        .filter((name) => !isBlank(name))
        .map((name) => name.trim()),
    ),
  );
}
