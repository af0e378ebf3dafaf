import type { Context } from '../../../schema/context.js';
import { noteAccess } from '../../store/accesses.js';
import type { ContextOptions } from './create-context.js';
import type { Loaders } from './loaders.js';

type Asked = Pick<ContextOptions, 'connection' | 'access' | 'address' | 'requestId'>;

/** Who stands behind the actors' ids: for those who may know, and never without a note of it. */
export function peopleOf(
  { connection, access, address, requestId }: Asked,
  loaders: Loaders,
): Pick<Context, 'actor'> {
  const { actorId } = access.viewer;
  let noted: Promise<void> | undefined;
  /** Once for a request, however many names it asks for. */
  const note = () =>
    (noted ??= noteAccess(connection.db, {
      ...{ what: 'ACTOR_NAMES' as const, address, requestId },
      ...(actorId === undefined ? {} : { actorId }),
    }));
  return {
    async actor(id) {
      const known = await loaders.actor(id);
      if (known?.name === undefined) return known;
      if (!access.may('PEOPLE', 'ANYWHERE')) return { erased: known.erased };
      await note();
      return known;
    },
  };
}
