import { createReadStream } from 'node:fs';
import type { Checkpoint, StoredEvent } from '../store/collections.js';
import type { CheckpointLine, EventLine, ExportLine } from './export-lines.js';
import type { LogItem } from './log-check.js';

/** A line that can't be what it should; the line as a person counts them. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly code = 'EXPORT_UNREADABLE';
  constructor(
    readonly line: number,
    expected: string,
  ) {
    super(`Line ${line}: expected ${expected}.`);
  }
}

/** The lines of an export, one after the other; undefined at the end of the file. */
export interface ExportReader {
  next(): Promise<ExportLine | undefined>;
  /** How many lines were read. */
  line(): number;
  /** How many bytes were read. */
  bytes(): number;
  close(): void;
}

const kinds: readonly unknown[] = ['header', 'ledger', 'event', 'checkpoint', 'end'];

export function readExport(path: string): ExportReader {
  const input = createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 });
  const lines = linesOf(input);
  let count = 0;
  return {
    async next() {
      const { done, value } = await lines.next();
      if (done === true) return undefined;
      count += 1;
      return parse(value, count);
    },
    line: () => count,
    bytes: () => input.bytesRead,
    close: () => input.destroy(),
  };
}

/** Only the newline ends a line: node:readline would also break at U+2028, which texts may have. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of input) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
  return undefined;
}

function parse(text: string, line: number): ExportLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ExportError(line, 'a JSON object');
  }
  const kind = isObject(value) ? value['kind'] : undefined;
  if (!isObject(value) || !kinds.includes(kind)) throw new ExportError(line, 'a line of an export');
  const content = kind === 'event' || kind === 'checkpoint' ? value[kind] : {};
  if (!isObject(content)) throw new ExportError(line, `a line with its ${String(kind)}`);
  return value as unknown as ExportLine;
}

/** Times become Dates again, if their text is exactly that of one; else the leaf won't match. */
export function itemOf(line: EventLine | CheckpointLine): LogItem {
  if (line.kind === 'event') {
    const event = { ...line.event, recordedAt: timeOf(line.event.recordedAt) } as StoredEvent;
    return { kind: 'event', event };
  }
  const checkpoint = { ...line.checkpoint, at: timeOf(line.checkpoint.at) } as Checkpoint;
  return { kind: 'checkpoint', checkpoint };
}

function timeOf(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  const time = new Date(text);
  return Number.isFinite(time.getTime()) && time.toISOString() === text ? time : text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
