import { codeOf } from '../error-code.js';
import { damaged } from './workbook-error.js';

export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  /** As the directory declares it. */
  readonly size: number;
  readonly packed: Uint8Array;
}

const OUTSIDE: ReadonlySet<string> = new Set(['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS']);
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const IN_ZIP64 = 0xffffffff;
const ZIP64_FIELD = 1;

/**
 * The directory at the end of a zip (APPNOTE 6.3.10, with zip64, which some writers always use).
 * @throws PlanFileError WORKBOOK_DAMAGED.
 */
export function zipDirectory(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readDirectory(zip);
  } catch (error) {
    // Buffer refuses to read outside of the file: that is where the zip points to.
    if (OUTSIDE.has(codeOf(error) ?? '')) throw damaged('a zip that points outside of the file');
    throw error;
  }
}

function readDirectory(zip: Buffer): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let { at, count } = directoryPlace(zip);
  for (; count > 0; count -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw damaged('a zip whose directory is broken');
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const extraEnd = nameEnd + zip.readUInt16LE(at + 30);
    const name = zip
      .toString('utf8', at + 46, nameEnd)
      .replaceAll('\\', '/')
      .toLowerCase();
    if (entries.has(name)) throw damaged(`a zip that has ${name} twice`);
    entries.set(name, entryAt(zip, at, name, zip.subarray(nameEnd, extraEnd)));
    at = extraEnd + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(zip: Buffer, at: number, name: string, extra: Buffer): ZipEntry {
  const wide = wideNumbers(extra);
  const wideOr = (value: number): number => (value === IN_ZIP64 ? (wide.shift() ?? value) : value);
  const size = wideOr(zip.readUInt32LE(at + 24));
  const packedSize = wideOr(zip.readUInt32LE(at + 20));
  const local = wideOr(zip.readUInt32LE(at + 42));
  if (zip.readUInt32LE(local) !== LOCAL) throw damaged(`a zip without ${name} where it should be`);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packedSize > zip.length) throw damaged(`a zip that ends within ${name}`);
  return {
    name,
    encrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    size,
    packed: zip.subarray(start, start + packedSize),
  };
}

function directoryPlace(zip: Buffer): { at: number; count: number } {
  const end = endOf(zip);
  const count = zip.readUInt16LE(end + 10);
  const at = zip.readUInt32LE(end + 16);
  if (at !== IN_ZIP64 && count !== 0xffff) return { at, count };
  const locator = end - 20;
  if (locator < 0 || zip.readUInt32LE(locator) !== LOCATOR_64) return { at, count };
  const wideEnd = wideAt(zip, locator + 8);
  if (zip.readUInt32LE(wideEnd) !== END_64) throw damaged('a zip whose end is broken');
  return { at: wideAt(zip, wideEnd + 48), count: wideAt(zip, wideEnd + 32) };
}

function endOf(zip: Buffer): number {
  const last = zip.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1) {
    if (zip.readUInt32LE(at) === END) return at;
  }
  throw damaged('the beginning of a zip without its end');
}

/** Sizes and places of 64 bits, in the order in which those of 32 bits refer to them. */
function wideNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64_FIELD) {
      const places = Array.from({ length: Math.floor(length / 8) }, (_, i) => at + 4 + i * 8);
      return places.map((place) => wideAt(extra, place));
    }
    at += 4 + length;
  }
  return [];
}

function wideAt(from: Buffer, at: number): number {
  return Number(from.readBigUInt64LE(at));
}
