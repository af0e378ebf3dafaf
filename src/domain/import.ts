import type { DataOf, RecordedEvent } from '../../events/index.js';
import { defineHandler } from './command.js';
import { notFound, ruleViolation } from './refusal.js';
import type { ImportState } from './states.js';

export const importStream = (importId: string) => `import-${importId}`;

/** Raise when `evolveImport` changes: states folded by another version are not used. */
export const importEvolveVersion = 1;

export function evolveImport(
  state: ImportState | undefined,
  event: RecordedEvent<'ImportStarted' | 'ImportCompleted'>,
): ImportState {
  switch (event.type) {
    case 'ImportStarted': {
      const { importId, sha256, fileName } = event.data;
      return { importId, sha256, fileName, completed: false };
    }
    case 'ImportCompleted':
      if (state === undefined) throw new Error(`${event.stream} ends before its start`);
      return { ...state, completed: true };
  }
}

/** Starting the same import once more changes nothing: it goes on. */
export const StartImport = defineHandler<DataOf<'ImportStarted'>>({
  target: (input) => ({ model: 'imports', id: input.importId }),
  decide(input, world) {
    if (world.get('imports', input.importId) !== undefined) return [];
    const { importId } = input;
    return [
      { type: 'ImportStarted', stream: importStream(importId), subject: { importId }, data: input },
    ];
  },
});

export const CompleteImport = defineHandler<DataOf<'ImportCompleted'>>({
  target: (input) => ({ model: 'imports', id: input.importId }),
  decide(input, world) {
    const { importId } = input;
    const state = world.get('imports', importId);
    if (state === undefined) return notFound('importId', importId);
    if (state.completed) {
      return ruleViolation('import-completed', `The import ${importId} is already completed.`);
    }
    return [
      {
        type: 'ImportCompleted',
        stream: importStream(importId),
        subject: { importId },
        data: input,
      },
    ];
  },
});
