import type { PublicKey } from '../store/keys.js';
import { parseVerifierText } from '../store/keys.js';
import type { Break } from './breaks.js';
import type { Brought } from './brought.js';
import { openBrought } from './brought.js';
import type { EndLine, ExportLine, HeaderLine, LedgerLine } from './export-lines.js';
import { exportFormat, exportFormatVersion } from './export-lines.js';
import type { LogFindings, LogItem } from './log-check.js';
import { checkLog, foundNothing } from './log-check.js';
import type { ExportReader } from './read-export.js';
import { ExportError, itemOf, readExport } from './read-export.js';
import type { Verdict } from './verdict.js';
import { verdictOf } from './verdict.js';

export interface VerifyExportOptions {
  /** Whose signatures hold; when there are none, the keys in the file itself. */
  readonly publicKeys: readonly PublicKey[];
  /** Checkpoints kept outside. */
  readonly brought: readonly Brought[];
  /** Only this ledger. */
  readonly ledger?: string;
  /** Told, now and then, how many bytes of the file were read. */
  readonly onProgress?: (bytes: number) => void;
}

const batchSize = 500;

/**
 * Verifies an export, with nothing but the file, the keys and the checkpoints that were brought.
 * @throws ExportError when the file is no export, or a line of it can't be read.
 */
export async function verifyExport(
  path: string,
  options: VerifyExportOptions,
): Promise<readonly Verdict[]> {
  const file = readExport(path);
  const verdicts: Verdict[] = [];
  try {
    const { ledgers } = headerIn(await file.next());
    for (let line = await file.next(); line !== undefined; line = await file.next()) {
      if (line.kind !== 'ledger') throw new ExportError(file.line(), 'the first line of a ledger');
      const verdict = await verifySection(line, file, options);
      verdicts.push(verdict);
      // Where the next ledger begins isn't known then.
      if (verdict.broken !== undefined) return wanted(verdicts, options);
    }
    const seen = new Set(verdicts.map(({ ledger }) => ledger));
    const expected = [...ledgers, ...options.brought.map(({ ledger }) => ledger)];
    const absent = [...new Set(expected)].filter((ledger) => !seen.has(ledger));
    const lost = absent.map((ledger) => verdictOf(ledger, foundNothing, notInFile(ledger)));
    return wanted([...verdicts, ...lost], options);
  } finally {
    file.close();
  }
}

async function verifySection(
  { ledger, size, keys }: LedgerLine,
  file: ExportReader,
  options: VerifyExportOptions,
): Promise<Verdict> {
  const { publicKeys: pinned, brought } = options;
  const publicKeys = pinned.length > 0 ? pinned : keys.map(parseVerifierText);
  const outside = openBrought(brought, ledger, publicKeys);
  if ('code' in outside) return verdictOf(ledger, foundNothing, outside);
  let end: EndLine | undefined;
  const items = sectionItems(file, (line) => (end = line));
  const onProgress = () => options.onProgress?.(file.bytes());
  const findings = await checkLog(ledger, items, { publicKeys, outside, onProgress });
  return verdictOf(ledger, findings, findings.broken ?? incomplete(ledger, size, findings, end));
}

async function* sectionItems(
  file: ExportReader,
  onEnd: (line: EndLine) => void,
): AsyncGenerator<readonly LogItem[]> {
  let batch: LogItem[] = [];
  for (let line = await file.next(); line !== undefined; line = await file.next()) {
    if (line.kind === 'end') {
      onEnd(line);
      break;
    }
    if (line.kind === 'header' || line.kind === 'ledger') {
      throw new ExportError(file.line(), 'an event, a checkpoint or the end of the ledger');
    }
    batch.push(itemOf(line));
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

/** Whether all that the export was to hold of a ledger is there. */
function incomplete(
  ledger: string,
  size: number,
  { frontier, checkpoints }: LogFindings,
  end: EndLine | undefined,
): Break | undefined {
  const came = `got ${frontier.size} events and ${checkpoints} checkpoints`;
  const broken = (expected: string): Break => {
    const message = `Expected ${expected}, ${came}: the file was cut, or not written to its end.`;
    return { code: 'EXPORT_INCOMPLETE', ledger, position: frontier.size + 1, message };
  };
  if (frontier.size !== size) return broken(`${size} events`);
  if (end === undefined) return broken('the last line of the ledger');
  if (end.events === size && end.checkpoints === checkpoints) return undefined;
  return broken(`${end.events} events and ${end.checkpoints} checkpoints`);
}

function notInFile(ledger: string): Break {
  const message = `The file has nothing of this ledger, though it should.`;
  return { code: 'EXPORT_INCOMPLETE', ledger, position: 0, message };
}

function headerIn(line: ExportLine | undefined): HeaderLine {
  const isOurs = line?.kind === 'header' && (line.format as string) === exportFormat;
  if (!isOurs) throw new ExportError(1, `the header of a ${exportFormat}`);
  if (line.formatVersion === exportFormatVersion) return line;
  const expected = `format version ${exportFormatVersion}, got ${line.formatVersion}: use the version of the program that wrote it, or a newer one`;
  throw new ExportError(1, expected);
}

/** One ledger stands among others in the file, and all of it is read; only it was asked about. */
function wanted(verdicts: readonly Verdict[], { ledger }: VerifyExportOptions) {
  if (ledger === undefined) return verdicts;
  const found = verdicts.filter((verdict) => verdict.ledger === ledger);
  if (found.length > 0) return found;
  const broken = verdicts.filter((verdict) => verdict.broken !== undefined);
  return broken.length > 0 ? broken : [verdictOf(ledger, foundNothing, notInFile(ledger))];
}
