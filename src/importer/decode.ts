import { codeOf } from './error-code.js';
import type { Encoding } from './plan-file.js';
import { PlanFileError } from './plan-file-error.js';

interface Signature {
  readonly name: string;
  readonly bytes: readonly number[];
}

// Named so that the person learns what they picked instead of reading about stray bytes.
const OTHER_FORMATS: readonly Signature[] = [
  { name: 'a spreadsheet or another zipped document', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'an old Office document', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'a PDF', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
];

/** What the decoder says of bytes that are not text of its encoding. */
export const NOT_VALID = 'ERR_ENCODING_INVALID_ENCODED_DATA';

// What Windows-1252 has where Latin-1 has controls, from byte 0x80 on; a blank is a byte it lacks.
// Spelled out, since the decoder of Node 20 reads these bytes as Latin-1: no quotes, no dashes.
const FROM_0X80 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * The text of a file and how it was encoded: UTF-8 or UTF-16 by its byte order mark, else UTF-8 if
 * it is valid, else Windows-1252, which is what Spanish spreadsheets still save as "CSV".
 * The mark is no part of the text. Throws `PlanFileError` (NOT_TEXT) for anything else.
 */
export function decode(bytes: Uint8Array): { readonly text: string; readonly encoding: Encoding } {
  const other = OTHER_FORMATS.find(({ bytes: start }) => startsWith(bytes, start));
  if (other) throw notText(other.name);
  const encoding = encodingOf(bytes);
  const text = encoding === 'windows-1252' ? windows1252(bytes) : tryDecode(bytes, encoding);
  if (text === undefined) {
    throw notText(`bytes that are not valid ${encoding}, nor any other encoding read here`);
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) throw notText(`a NUL character at place ${nul + 1}, as binary files have`);
  return { text, encoding };
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  return tryDecode(bytes, 'utf-8') === undefined ? 'windows-1252' : 'utf-8';
}

function windows1252(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/gu, (control) => FROM_0X80[control.charCodeAt(0) - 0x80] ?? ' ');
  const lacking = bytes.some((byte) => FROM_0X80[byte - 0x80] === ' ');
  return lacking ? undefined : text;
}

function tryDecode(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // Only what the decoder says about the bytes; anything else is our own fault.
    if (codeOf(error) === NOT_VALID) return undefined;
    throw error;
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, place) => bytes[place] === byte);
}

function notText(actual: string): PlanFileError {
  return new PlanFileError({
    reason: 'NOT_TEXT',
    expected: 'text in UTF-8, UTF-16 with its byte order mark, or Windows-1252',
    actual,
    remedy: 'Save the plan as text separated by tabs, or as CSV UTF-8, and import that.',
  });
}
