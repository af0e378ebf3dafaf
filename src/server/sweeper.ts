/** Work that is done from time to time while the server runs, one run after the other. */
export interface Sweeper {
  /** Resolves when a run under way has ended; no other begins. */
  stop(): Promise<void>;
}

/** @param onError told what went wrong in a run; the next one comes all the same. */
export function startSweeper(
  sweep: () => Promise<unknown>,
  everyMs: number,
  onError: (error: unknown) => void,
): Sweeper {
  let running: Promise<void> | undefined;
  const run = () => {
    running ??= sweep()
      .then(() => undefined, onError)
      .finally(() => {
        running = undefined;
      });
  };
  // At once too: a server that is started every morning would never come to its first hour.
  run();
  const timer = setInterval(run, everyMs);
  // It must not keep a process alive that has nothing else to do.
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
