import { SingleBar } from 'cli-progress';

/** Where there is no terminal, a line this often, in ms. */
const lineEveryMs = 5_000;

export interface Progress {
  /** @param note what a person wants to know beside the two numbers. */
  update(done: number, total: number, note: string): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a line now and then. */
export function createProgress(title: string, stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(title, stream) : lines(title, stream);
}

function bar(title: string, stream: NodeJS.WriteStream): Progress {
  const format = `${title} {bar} {value}/{total} {note}`;
  const single = new SingleBar({ format, stream, hideCursor: true });
  let running = false;
  return {
    update(done, total, note) {
      if (!running) single.start(total, done, { note });
      running = true;
      single.setTotal(total);
      single.update(done, { note });
    },
    stop() {
      if (running) single.stop();
      running = false;
    },
  };
}

function lines(title: string, stream: NodeJS.WriteStream): Progress {
  let last = performance.now();
  return {
    update(done, total, note) {
      if (performance.now() - last < lineEveryMs) return;
      last = performance.now();
      stream.write(`${title}: ${done} of ${total} ${note}\n`);
    },
    stop() {
      last = performance.now();
    },
  };
}
