import { z } from 'zod';

const efficacy = z.int().min(0).max(1_000_000);

/** The highest efficacy of each colour, in basis points; above `greenUpTo` it is OVER. */
export const signalPolicy = z.strictObject({
  redUpTo: efficacy,
  yellowUpTo: efficacy,
  greenUpTo: efficacy,
});
export type SignalPolicy = z.infer<typeof signalPolicy>;
