import { crc32, inflateRawSync } from 'node:zlib';
import { codeOf } from '../error-code.js';
import { damaged, encrypted, tooLarge } from './workbook-error.js';
import { zipDirectory } from './zip-directory.js';
import type { ZipEntry } from './zip-directory.js';

/** The parts of a zipped document. Names are compared in small letters, as Excel does. */
export interface Zip {
  readonly names: readonly string[];
  /** The bytes of a part; undefined when there is none of that name. */
  readonly read: (name: string) => Uint8Array | undefined;
}

/** All parts that are read of one file, unpacked; a plan of 100,000 actions has some 100 MB. */
export const MOST_UNPACKED_MB = 256;

const DEFLATED = 8;
const BYTES_PER_MB = 1024 * 1024;

/**
 * Opens a zip. What a part unpacks to is cut off at what is left of the limit, whatever the zip
 * declares: a few kilobytes can unpack to gigabytes.
 * @throws PlanFileError WORKBOOK_DAMAGED; `read` also WORKBOOK_ENCRYPTED, WORKBOOK_TOO_LARGE.
 */
export function openZip(bytes: Uint8Array, mostMegabytes = MOST_UNPACKED_MB): Zip {
  const entries = zipDirectory(bytes);
  let left = mostMegabytes * BYTES_PER_MB;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) return undefined;
      const unpacked = unpack(entry, left, mostMegabytes);
      left -= unpacked.length;
      return unpacked;
    },
  };
}

function unpack(entry: ZipEntry, left: number, most: number): Uint8Array {
  const { name, method, packed, size, crc } = entry;
  if (entry.encrypted) throw encrypted();
  const expected = `at most ${most} MB when it is unpacked`;
  if (size > left) throw tooLarge(expected, `${name} with ${Math.ceil(size / BYTES_PER_MB)} MB`);
  if (method !== 0 && method !== DEFLATED) throw damaged(`${name} packed by method ${method}`);
  const content = method === 0 ? packed : inflate(name, packed, size);
  if (content.length !== size || crc32(content) !== crc) {
    throw damaged(`${name} with other bytes than its checksum says`);
  }
  return content;
}

/** Stops at the declared size, which was held against the limit: a zip that lies is damaged. */
function inflate(name: string, packed: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: size + 1 });
  } catch (error) {
    // Only what zlib says about the bytes; anything else is our own fault.
    if (!/^(Z_|ERR_BUFFER_TOO_LARGE)/u.test(codeOf(error) ?? '')) throw error;
    throw damaged(`${name}, which doesn't unpack to what the zip declares`);
  }
}
