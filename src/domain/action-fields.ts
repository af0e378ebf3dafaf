import type { ActionFields, DataOf, SomeActionFields } from '../../events/index.js';
import { naturalKey } from './name-key.js';
import { mergedRefusal } from './office.js';
import type { Refusal } from './refusal.js';
import { badInput, notFound, ruleViolation } from './refusal.js';
import type { ActionState } from './states.js';
import type { World } from './world.js';

const required = [
  'number',
  'name',
  'officeIds',
  'startDate',
  'endDate',
  'frequency',
  'associatedPlans',
] as const satisfies readonly (keyof ActionFields)[];

/** Actions of any plan of the ledger that have this number, however it is written ("01", "1"). */
export const numbered = (number: string) =>
  ({ model: 'actions', where: { numberKey: naturalKey(number) } }) as const;

export function fieldsOf(state: ActionState): ActionFields {
  const { actionId: _a, planId: _p, year: _y, numberKey: _n, withdrawn: _w, ...rest } = state;
  const { quarterTargets: _t, original: _o, ...fields } = rest;
  return fields;
}

/** What a revision really changes: a field set to what it is, or removed where absent, is left out. */
export function changedFields<T extends object>(
  current: T,
  changes: { readonly [F in keyof T]?: T[F] | null },
): { before: Partial<T>; after: Partial<T> } {
  const before: Partial<T> = {};
  const after: Partial<T> = {};
  for (const field of Object.keys(changes) as (keyof T)[]) {
    const [from, to] = [current[field], changes[field] ?? undefined];
    if (changes[field] === undefined || JSON.stringify(from) === JSON.stringify(to)) continue;
    if (from !== undefined) before[field] = from;
    if (to !== undefined) after[field] = to;
  }
  return { before, after };
}

/** Refused: a change that removes what every action has. */
export function completeFields(fields: SomeActionFields): ActionFields | Refusal {
  const missing = required.find((field) => fields[field] === undefined);
  if (missing === undefined) return fields as ActionFields;
  return badInput(`"${missing}" can't be removed, only changed.`, {
    field: missing,
    expected: 'a value',
    actual: 'null',
  });
}

/**
 * Checks an action's fields as they would be; `touched` are those that the command gives, `held` the
 * offices that answer for it so far: they may have gone into another since.
 */
export function checkFields(
  next: ActionFields & { readonly actionId: string; readonly planId: string },
  touched: SomeActionFields,
  world: World,
  held: readonly string[] = [],
): Refusal | undefined {
  if (next.endDate < next.startDate) {
    return ruleViolation('dates-order', 'An action ends on its start date or after it.', {
      field: 'endDate',
      expected: `${next.startDate} or later`,
      actual: next.endDate,
    });
  }
  const twice = touched.officeIds?.find((id, i, ids) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    return badInput('An office answers for an action once.', {
      field: 'officeIds',
      expected: 'each office once',
      actual: `${twice} twice`,
    });
  }
  for (const id of touched.officeIds ?? []) {
    if (held.includes(id)) continue;
    const office = world.get('offices', id);
    const refused =
      office === undefined ? notFound('officeIds', id) : mergedRefusal('officeIds', office);
    if (refused !== undefined) return refused;
  }
  if (touched.number === undefined) return undefined;
  const holder = world
    .find(numbered(next.number))
    .filter(({ planId, withdrawn }) => planId === next.planId && !withdrawn)
    .find(({ actionId }) => actionId !== next.actionId);
  if (holder === undefined) return undefined;
  return ruleViolation(
    'number-taken',
    `Number ${next.number} of this plan is "${holder.name}" (${holder.actionId}).`,
    { field: 'number', expected: 'a number that is free in the plan', actual: next.number },
  );
}

/** Dates and frequency are time; indicator, unit and target are target; funding is resources. */
export function reprogrammed(
  before: SomeActionFields,
  after: SomeActionFields,
): DataOf<'ActionRevised'>['reprograms'] {
  const changed = new Set([...Object.keys(before), ...Object.keys(after)]);
  const any = (...fields: (keyof SomeActionFields)[]) => fields.some((field) => changed.has(field));
  return [
    ...(any('startDate', 'endDate', 'frequency') ? (['TIME'] as const) : []),
    ...(any('indicator', 'unit', 'target') ? (['TARGET'] as const) : []),
    ...(any('fundingSource', 'associatedPlans') ? (['RESOURCES'] as const) : []),
  ];
}
