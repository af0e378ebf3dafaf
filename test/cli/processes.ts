import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { mongodBinary } from '../support/mongod.js';

// The command line in processes of its own, run from the sources.

const register = new URL('../support/ts-register.mjs', import.meta.url).href;
const entry = fileURLToPath(new URL('./entry.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  /** Its standard output, once this is in it. Fails, with all that it said, when it ends first. */
  until(what: RegExp): Promise<string>;
  readonly ended: Promise<Ended>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Starts `bitacora` with nothing in its environment but these settings and a mongod at hand. */
export async function start(args: readonly string[], settings: Environment): Promise<Running> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', register, entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a terminal gives: signals reach nobody else.
    detached: true,
    env: { PATH, HOME, MONGOD_BINARY: await mongodBinary(), PORT: '0', ...settings },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number, ...said }));
  return {
    process: child,
    async until(what) {
      while (!what.test(said.stdout)) {
        const last = await Promise.race([once(child.stdout, 'data'), ended]);
        if (!Array.isArray(last) && !what.test(said.stdout)) {
          throw new Error(`it ended before ${what}: ${JSON.stringify(last)}`);
        }
      }
      return said.stdout;
    },
    ended,
  };
}

export async function run(args: readonly string[], settings: Environment = {}): Promise<Ended> {
  return (await start(args, settings)).ended;
}
