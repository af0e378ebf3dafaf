import { z } from 'zod';
import { basisPoints } from './values.js';

/** Expected progress by the number of the quarter, in basis points, as percentages of the plan are. */
export const quarterTargets = z.strictObject({
  Q1: basisPoints.exactOptional(),
  Q2: basisPoints.exactOptional(),
  Q3: basisPoints.exactOptional(),
  Q4: basisPoints.exactOptional(),
});
export type QuarterTargets = z.infer<typeof quarterTargets>;
