import type { DataOf } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { mergedRefusal, named, nameTaken, officeEvent } from './office.js';
import { notFound, reasonRequired, ruleViolation } from './refusal.js';

export interface RenameOfficeInput {
  readonly officeId: string;
  readonly name: string;
}

/** Its history stays one, and each date shows the name of its time. Refused: `office-name-taken`. */
export const RenameOffice = defineHandler<RenameOfficeInput>({
  target: (input) => ({ model: 'offices', id: input.officeId }),
  needs: (input) => [named(input.name)],
  decide({ officeId, name }, world): Decision {
    const office = world.get('offices', officeId);
    if (office === undefined) return notFound('officeId', officeId);
    if (office.name === name) return [];
    const merged = mergedRefusal('officeId', office);
    if (merged !== undefined) return merged;
    const taken = nameTaken(world, 'name', name, officeId);
    if (taken !== undefined) return taken;
    const data = { officeId, before: { name: office.name }, after: { name } };
    return [officeEvent('OfficeRenamed', data)];
  },
});

/**
 * An office goes into another; figures count both as one from then on, for every date. Refused:
 * no reason, `office-merged` when either went into another before, `merge-with-itself`.
 */
export const MergeOffices = defineHandler<DataOf<'OfficesMerged'>>({
  target: (input) => ({ model: 'offices', id: input.officeId }),
  needs: (input) => [{ model: 'offices', id: input.intoOfficeId }],
  decide(input, world, context): Decision {
    const { officeId, intoOfficeId } = input;
    const [office, into] = [officeId, intoOfficeId].map((id) => world.get('offices', id));
    if (office === undefined) return notFound('officeId', officeId);
    if (into === undefined) return notFound('intoOfficeId', intoOfficeId);
    if (officeId === intoOfficeId) {
      return ruleViolation('merge-with-itself', 'An office goes into another one.', {
        field: 'intoOfficeId',
        expected: 'another office',
        actual: intoOfficeId,
      });
    }
    if (office.mergedInto === intoOfficeId) return [];
    const gone = mergedRefusal('officeId', office) ?? mergedRefusal('intoOfficeId', into);
    if (gone !== undefined) return gone;
    if (context.reason === undefined) return reasonRequired('A merge of offices');
    return [officeEvent('OfficesMerged', input)];
  },
});
