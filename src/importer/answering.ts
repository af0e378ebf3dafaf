import type { World } from '../domain/world.js';

/** The office that answers now for one: where it went into another, that one, and so on. */
export function answeringFor(officeId: string, world: World): string {
  const seen = new Set<string>();
  for (let id = officeId; ;) {
    const into = world.get('offices', id)?.mergedInto;
    if (into === undefined || seen.has(id)) return id;
    seen.add(id);
    id = into;
  }
}

/** Whether the same offices answer, in the same order, by whichever of their ids they are named. */
export function sameOffices(a: readonly string[], b: readonly string[], world: World): boolean {
  const answering = (ids: readonly string[]) =>
    [...new Set(ids.map((id) => answeringFor(id, world)))].join();
  return answering(a) === answering(b);
}
