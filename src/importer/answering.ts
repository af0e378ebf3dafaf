import type { World } from '../domain/world.js';

/**
 * The office that answers now for one: where it went into another, that one, and so on. It can't
 * go in a circle: what went into another takes none in.
 */
export function answeringFor(officeId: string, world: World): string {
  const into = world.get('offices', officeId)?.mergedInto;
  return into === undefined ? officeId : answeringFor(into, world);
}

/** Whether the same offices answer, in the same order, by whichever of their ids they are named. */
export function sameOffices(a: readonly string[], b: readonly string[], world: World): boolean {
  const answering = (ids: readonly string[]) =>
    [...new Set(ids.map((id) => answeringFor(id, world)))].join();
  return answering(a) === answering(b);
}
