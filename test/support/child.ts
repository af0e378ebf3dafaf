import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcess;
  /** The next line that the child prints, as JSON. Fails, with its stderr, when it ends first. */
  readonly answer: () => Promise<unknown>;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

const REGISTER = new URL('./ts-register.mjs', import.meta.url).href;

/** Runs a TypeScript file of the tests in a process of its own, with a process group of its own. */
export const runInChild = (script: URL, args: readonly string[]): Child => {
  const child = spawn(process.execPath, ['--import', REGISTER, fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  return {
    process: child,
    answer: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`the child ended without an answer: ${stderr}`);
      return JSON.parse(line.value) as unknown;
    },
    kill: async (signal) => {
      // The whole group, as Ctrl-C in a terminal does.
      const running = child.exitCode === null && child.signalCode === null;
      if (running && child.pid !== undefined) process.kill(-child.pid, signal);
      await exited;
    },
  };
};
