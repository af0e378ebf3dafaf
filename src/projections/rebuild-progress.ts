/** How far a rebuild of one ledger is. */
export interface RebuildProgress {
  readonly ledger: string;
  readonly position: number;
  /** The last position of the log, which moves while commands are recorded. */
  readonly target: number;
  /** Events per second since it began or went on; 0 before the first. */
  readonly perSecond: number;
  /** Undefined while there is no rate to tell it by. */
  readonly secondsLeft?: number;
}

/** @param now in ms, of any clock that never goes back. */
export function startProgress(ledger: string, from: number, now: () => number) {
  const began = now();
  return (position: number, target: number): RebuildProgress => {
    const seconds = (now() - began) / 1_000;
    const perSecond = seconds > 0 ? (position - from) / seconds : 0;
    const left = Math.max(0, target - position);
    const secondsLeft = perSecond > 0 ? { secondsLeft: left / perSecond } : {};
    return { ledger, position, target, perSecond, ...secondsLeft };
  };
}
