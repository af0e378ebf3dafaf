import { execFile } from 'node:child_process';

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
}

/** How a command ended. `missing`: there is no such program. `output`: stdout, then stderr. */
export interface Ran {
  readonly ok: boolean;
  readonly missing: boolean;
  readonly how: string;
  readonly output: string;
}

const SHELL_COMMAND_NOT_FOUND = 127;

/** Runs a program to its end, without a shell. Never throws: a failure is an answer too. */
export const run = (command: string, args: readonly string[], options: RunOptions): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(
      command,
      [...args],
      { env: options.env, timeout: options.timeoutMs, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const output = `${stdout}\n${stderr}`.trim();
        if (error === null) {
          resolve({ ok: true, missing: false, how: 'done', output });
          return;
        }
        // A version manager's shim exists for programs that it doesn't have, and then ends with 127.
        const missing = error.code === 'ENOENT' || error.code === SHELL_COMMAND_NOT_FOUND;
        const how = error.killed
          ? `no end within ${options.timeoutMs / 1000} s`
          : error.signal
            ? `died by ${error.signal}`
            : `ended with ${String(error.code)}`;
        resolve({ ok: false, missing, how, output });
      },
    );
  });

/** The last lines of a program's output: that is where it says why it failed. */
export const lastLines = (output: string, count: number): string =>
  output.split('\n').slice(-count).join('\n');
