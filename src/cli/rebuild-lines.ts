import type { RebuildProgress } from '../projections/rebuild-progress.js';
import type { RebuildResult } from '../projections/rebuild.js';

export const rateOf = ({ perSecond, secondsLeft }: RebuildProgress): string => {
  const left = secondsLeft === undefined ? '' : `, ${durationText(secondsLeft)} left`;
  return `(${Math.round(perSecond)}/s${left})`;
};

/** What a rebuild of one ledger came to, for a person to read. */
export function lineOf({ ledger, models, from, position, done }: RebuildResult): string {
  const resumed = from > 0 ? `, going on from position ${from}` : '';
  return done
    ? `"${ledger}": rebuilt ${models.join(', ')} from the events up to position ${position}${resumed}.`
    : `"${ledger}": stopped at position ${position}. What is read is what it was. Run the same command to go on, or "bitacora rebuild --abort" to drop it.`;
}

export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
