import type { World } from '../domain/world.js';
import { actionsIn } from '../domain/action.js';
import type { UnlistedAction } from './import-findings.js';

/**
 * Actions of the plan on record that no row of the file names. A row that was rejected may be the
 * one that is missed: whoever reads of both can tell.
 */
export function unlistedActions(
  planId: string,
  listed: ReadonlySet<string>,
  world: World,
): readonly UnlistedAction[] {
  return world
    .find(actionsIn(planId))
    .filter(({ actionId, withdrawn }) => !withdrawn && !listed.has(actionId))
    .toSorted((a, b) => (a.numberKey < b.numberKey ? -1 : 1))
    .map(({ actionId, number, name }) => ({ actionId, number, name }));
}
