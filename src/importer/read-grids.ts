import { decode } from './decode.js';
import { gridFromText } from './grid.js';
import type { Grid } from './grid.js';
import type { Encoding } from './plan-file.js';
import type { PlanFileWarning } from './plan-file-findings.js';
import { readWorkbook } from './xlsx/read-workbook.js';
import { encrypted, notWorkbook } from './xlsx/workbook-error.js';

export interface GridsRead {
  readonly grids: readonly Grid[];
  readonly encoding: Encoding;
  readonly warnings: readonly PlanFileWarning[];
}

// A zip begins with its first file, or with its end where it has none.
const ZIP = [Buffer.from('PK\x03\x04', 'latin1'), Buffer.from('PK\x05\x06', 'latin1')];
const OLD_OFFICE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
// Excel wraps a workbook with a password into the container of old Office documents.
const WITH_PASSWORD = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * The tables of a plan file: an Excel workbook or text, told apart by what the bytes are, never by
 * the name of the file. Throws `PlanFileError` for anything else.
 */
export function readGrids(bytes: Uint8Array): GridsRead {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = (start: Buffer): boolean => file.subarray(0, start.length).equals(start);
  if (ZIP.some(begins)) return { ...readWorkbook(bytes), encoding: 'xlsx' };
  if (begins(OLD_OFFICE)) {
    if (file.includes(WITH_PASSWORD)) throw encrypted();
    throw notWorkbook('an old Excel workbook (.xls) or another old Office document');
  }
  const { text, encoding } = decode(bytes);
  return { grids: [gridFromText(text)], encoding, warnings: [] };
}
