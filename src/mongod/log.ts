import { open, rename, stat } from 'node:fs/promises';

const ROTATE_ABOVE_BYTES = 10 * 1024 * 1024;
const LINE_CHARACTERS = 400;

/** Keeps the log from growing for ever: one older file beside it. Only while no mongod writes. */
export const rotateLog = async (log: string): Promise<void> => {
  if ((await logSize(log)) > ROTATE_ABOVE_BYTES) await rename(log, `${log}.1`);
};

/** Bytes written so far; 0 when there is no log yet. */
export const logSize = async (log: string): Promise<number> =>
  (await stat(log).catch(() => undefined))?.size ?? 0;

/** What was logged from that byte on. */
export const logSince = async (log: string, offset: number): Promise<string> => {
  const file = await open(log, 'r').catch(() => undefined);
  if (file === undefined) return '';
  try {
    const length = Math.max(0, (await file.stat()).size - offset);
    const { buffer } = await file.read({ buffer: Buffer.alloc(length), position: offset });
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
};

/** The last lines, for a person: mongod writes JSON, of which time, message and details matter. */
export const tailForPeople = (text: string, count: number): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .map((line) => `  ${forPeople(line).slice(0, LINE_CHARACTERS)}`)
    .join('\n');

/** mongod's structured log: `s` is the severity (I, W, E, F). */
interface LogLine {
  readonly t: { readonly $date: string };
  readonly s: string;
  readonly msg: string;
  readonly attr?: unknown;
}

const forPeople = (line: string): string => {
  try {
    const { t, s, msg, attr } = JSON.parse(line) as LogLine;
    return `${t.$date} ${s} ${msg} ${attr === undefined ? '' : JSON.stringify(attr)}`;
  } catch {
    // Before its log is set up, mongod writes plain text.
    return line;
  }
};
