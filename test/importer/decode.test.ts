import { describe, expect, it } from '@jest/globals';
import { decode } from '../../src/importer/decode.js';
import { readPlanFile } from '../../src/importer/read-plan-file.js';
import { ACTION, HEADER, TITLE } from './plan-text.js';

const TEXT = [TITLE, HEADER, ACTION].map((row) => row.join('\t')).join('\r\n');

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('the encoding of a plan file', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(TEXT), 'utf-8'],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${TEXT}`), 'utf-8'],
    ['UTF-16, little end first', utf16(TEXT, false), 'utf-16le'],
    ['UTF-16, big end first', utf16(TEXT, true), 'utf-16be'],
    ['Windows-1252', latin(TEXT), 'windows-1252'],
  ])('reads %s with header and accents intact', (_, bytes, encoding) => {
    const plan = readPlanFile(bytes, 'plan.tsv');
    expect(plan.encoding).toBe(encoding);
    expect(plan.title).toBe('PLAN DE ACCIÓN 2024');
    expect(plan.rows[0]?.action.officesRaw).toBe('Dirección General');
  });

  it('finds a header whose very first cell has a byte order mark before it', () => {
    const bytes = new TextEncoder().encode(`\ufeff${HEADER.join('\t')}\n${ACTION.join('\t')}\n`);
    expect(readPlanFile(bytes, 'plan.tsv').rows).toHaveLength(1);
  });

  it('reads the quotes and dashes that only Windows-1252 has', () => {
    expect(decode(Uint8Array.of(0x93, 0x96, 0x94, 0xf3)).text).toBe('“–”ó');
    expect(decode(Uint8Array.of(0x80, 0x8a, 0x9f, 0xa0, 0xff)).text).toBe('€ŠŸ\u00a0ÿ');
  });

  it.each([
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 9), 'spreadsheet'],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), 'old Office'],
  ])('of what has to be text is not that of %s', (_, bytes, found) => {
    const reason = { detail: expect.objectContaining({ reason: 'NOT_TEXT' }) };
    const message = expect.stringContaining(found);
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ ...reason, message }));
  });

  it.each([
    ['a NUL', Uint8Array.of(0x61, 0, 0x62), 'NUL'],
    ['UTF-16 without its mark', Buffer.from('No.', 'utf16le'), 'NUL'],
    ['a PDF', new TextEncoder().encode('%PDF-1.7'), 'PDF'],
    ['bytes of no encoding', Uint8Array.of(0x81, 0xff), 'not valid windows-1252'],
    ['half a UTF-16 pair', Uint8Array.of(0xff, 0xfe, 0x00, 0xd8), 'not valid utf-16le'],
  ])('refuses %s and says what came', (_, bytes, found) => {
    expect(() => readPlanFile(bytes, 'plan.bin')).toThrow(
      expect.objectContaining({
        code: 'PLAN_FILE_UNREADABLE',
        detail: expect.objectContaining({ reason: 'NOT_TEXT', fileName: 'plan.bin' }),
        message: expect.stringContaining(found),
      }),
    );
  });
});
