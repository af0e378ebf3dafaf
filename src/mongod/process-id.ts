import { existsSync, readFileSync } from 'node:fs';
import { codeOf } from './errors.js';

/**
 * One process and no other. Pids are used again, so the start time stands beside the pid: in clock
 * ticks since boot, or null on systems that have no /proc.
 */
export interface ProcessId {
  readonly pid: number;
  readonly started: string | null;
}

const START_TIME_AFTER_NAME = 19;

/** Who runs under that pid now; undefined when nobody does. A zombie counts as nobody. */
export const identify = (pid: number): ProcessId | undefined => {
  if (!existsSync('/proc/self/stat'))
    return answersSignals(pid) ? { pid, started: null } : undefined;
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The program's name stands in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const dead = fields[0] === 'Z' || fields[0] === 'X';
  return dead ? undefined : { pid, started: fields[START_TIME_AFTER_NAME] ?? null };
};

export const isAlive = (one: ProcessId): boolean => {
  const now = identify(one.pid);
  if (now === undefined) return false;
  return one.started === null || now.started === null || one.started === now.started;
};

/** This process. */
export const self = (): ProcessId => identify(process.pid) ?? { pid: process.pid, started: null };

/** Reads what `JSON.stringify` made of a process id; undefined for anything else. */
export const parseProcessId = (text: string): ProcessId | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const pid = 'pid' in value ? value.pid : undefined;
    const started = 'started' in value ? value.started : undefined;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
    return { pid, started: typeof started === 'string' ? started : null };
  } catch {
    return undefined;
  }
};

const answersSignals = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it means that it exists and belongs to somebody else.
    return codeOf(error) === 'EPERM';
  }
};
