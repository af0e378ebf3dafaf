import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Runs a program of ours; `line()` is the next line that it prints. */
export function runChild(script, args, env = {}) {
  const process_ = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  const exited = once(process_, 'exit');
  return {
    async line() {
      const { done, value } = await lines.next();
      if (done) throw new Error(`${fileURLToPath(script)} ended before it answered`);
      return value;
    },
    say: (text) => process_.stdin.write(`${text}\n`),
    async end() {
      process_.kill('SIGTERM');
      await exited;
    },
  };
}
