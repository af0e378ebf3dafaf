import { isDeepStrictEqual } from 'node:util';
import type { Model, Row, States } from '../domain/states.js';
import { models } from './fold.js';
import type { RowDoc } from './row-docs.js';

/** A row that isn't what its events fold to. */
export interface Drift {
  readonly ledger: string;
  readonly model: Model;
  readonly id: string;
  readonly kind: 'differs' | 'missing' | 'extra';
  /** What differs; none when the row is missing or extra as a whole. */
  readonly fields: readonly DriftedField[];
}

export interface DriftedField {
  /** `streamVersion`, `state.percent`, … */
  readonly field: string;
  /** In the read model; undefined where there is none. */
  readonly row: unknown;
  /** By the log. */
  readonly fold: unknown;
}

/** Undefined when the row is what the log says, or neither has it. */
export function driftOf(
  { ledger, model, id }: Pick<Drift, 'ledger' | 'model' | 'id'>,
  doc: RowDoc | undefined,
  row: Row<States[Model]> | undefined,
): Drift | undefined {
  const about = { ledger, model, id };
  if (doc === undefined && row === undefined) return undefined;
  if (doc === undefined) return { ...about, kind: 'missing', fields: [] };
  if (row === undefined) return { ...about, kind: 'extra', fields: [] };
  const { evolveVersion } = models[model];
  const [is, shouldBe] = [flat(doc), flat({ ...row, evolveVersion })];
  const names = [...new Set([...Object.keys(shouldBe), ...Object.keys(is)])];
  const fields = names
    .filter((field) => !isDeepStrictEqual(is[field], shouldBe[field]))
    .map((field) => ({ field, row: is[field], fold: shouldBe[field] }));
  return fields.length === 0 ? undefined : { ...about, kind: 'differs', fields };
}

type Compared = Pick<RowDoc, 'streamVersion' | 'position' | 'evolveVersion'> & {
  readonly state: unknown;
};

function flat({ streamVersion, position, evolveVersion, state }: Compared) {
  // A state that was tampered with may be anything.
  const members: [string, unknown][] =
    typeof state === 'object' && state !== null ? Object.entries(state) : [['', state]];
  const states = members.map(([name, value]) => [`state.${name}`, value] as const);
  const fields = { streamVersion, position, evolveVersion, ...Object.fromEntries(states) };
  return fields as Readonly<Record<string, unknown>>;
}
