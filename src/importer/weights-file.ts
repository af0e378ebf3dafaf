import type { ActionState } from '../domain/states.js';
import { naturalKey } from '../domain/name-key.js';
import { decode } from './decode.js';
import type { LineOfCells } from './delimited.js';
import { splitDelimited } from './delimited.js';
import { readNumeral } from './numeral.js';

/** A file of weights that can't be used; it says every row at fault. */
export class WeightsFileError extends Error {
  override readonly name = 'WeightsFileError';
  readonly code = 'WEIGHTS_FILE_UNREADABLE';
}

/**
 * The weights of a plan's actions, in basis points, from a file of two columns: the number of the
 * action and its weight in % (33,34 or 33.34). A first row of titles is skipped. Whether all
 * actions are there, and total 100 %, is for the rules to say.
 * @throws PlanFileError NOT_TEXT, WeightsFileError.
 */
export function readWeights(
  bytes: Uint8Array,
  actions: readonly ActionState[],
): Record<string, number> {
  const { text } = decode(bytes);
  const delimiter = text.includes('\t') ? '\t' : text.includes(';') ? ';' : ',';
  const lines = splitDelimited(text, delimiter).filter(({ cells }) => cells.some(isFilled));
  const byNumber = new Map(
    actions
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ number, actionId }) => [naturalKey(number), actionId]),
  );
  const [first, ...rest] = lines;
  const isAction = first !== undefined && byNumber.has(naturalKey(first.cells[0] ?? ''));
  const titled = first !== undefined && !isAction && weightOf(first) === undefined;
  const weights = new Map<string, number>();
  const wrong: string[] = [];
  for (const line of titled ? rest : lines) {
    const number = line.cells[0]?.trim() ?? '';
    const actionId = byNumber.get(naturalKey(number));
    const weight = weightOf(line);
    const problem = problemOf(actionId, weight, weights);
    if (problem !== undefined)
      wrong.push(`row ${line.row}: ${problem}, got "${line.cells.join(delimiter)}"`);
    else if (actionId !== undefined && weight !== undefined) weights.set(actionId, weight);
  }
  if (wrong.length === 0) return Object.fromEntries(weights);
  const rows = wrong.slice(0, 20).map((line) => `\n  ${line}`);
  throw new WeightsFileError(`The weights can't be used:${rows.join('')}`);
}

function problemOf(
  actionId: string | undefined,
  weight: number | undefined,
  taken: ReadonlyMap<string, number>,
): string | undefined {
  if (actionId === undefined) return 'expected the number of an action of the plan';
  if (weight === undefined) return 'expected a weight from 0 to 100 % with at most two decimals';
  return taken.has(actionId) ? 'expected each action once' : undefined;
}

function weightOf({ cells }: LineOfCells): number | undefined {
  if (cells.filter(isFilled).length !== 2) return undefined;
  const numeral = readNumeral((cells[1] ?? '').replace(/\s*%\s*$/u, '')) ?? '';
  if (!/^\d{1,3}(\.\d{1,2})?$/u.test(numeral)) return undefined;
  const points = Math.round(Number(numeral) * 100);
  return points <= 10_000 ? points : undefined;
}

function isFilled(cell: string): boolean {
  return cell.trim() !== '';
}
