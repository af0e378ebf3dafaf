import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { PlanFile } from './plan-file.js';
import { PlanFileError } from './plan-file-error.js';
import { readPlanFile } from './read-plan-file.js';

/** Reads a plan file from the disk; the only I/O of reading. Throws `PlanFileError`. */
export async function loadPlanFile(path: string, year?: number): Promise<PlanFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new PlanFileError({
      reason: 'FILE_NOT_FOUND',
      expected: 'a file that can be read',
      actual: error instanceof Error ? error.message : String(error),
      remedy: 'Check the path and the permissions.',
      fileName: basename(path),
    });
  });
  return readPlanFile(bytes, basename(path), year);
}
