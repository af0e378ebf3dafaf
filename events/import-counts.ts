import { z } from 'zod';

const count = z.int().min(0);

/** How many of each thing an import records, or finds already recorded. */
export const importCounts = z.strictObject({
  plans: count,
  offices: count,
  aliases: count,
  actions: count,
  revisions: count,
  reports: count,
  corrections: count,
  /** Rows of the file that can't be read or are refused: nothing of them is recorded. */
  rejected: count,
});
export type ImportCounts = z.infer<typeof importCounts>;
