import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from '../../src/store/checkpoint-note.js';
import {
  keyIdOf,
  newSigningKey,
  parseSigningText,
  parseVerifierText,
  signerNamed,
  signingText,
  verifierNamed,
  verifierText,
} from '../../src/store/keys.js';
import { keyRingText, parseKeyRing, parsePublicKeys, rotated } from '../../src/store/keys-ring.js';
import { openNote, parseNote, signNote } from '../../src/store/notes.js';

// The example of golang.org/x/mod/sumdb/note's documentation: key, text and signature.
const example = {
  signer: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: `If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n`,
  note: `If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
};
const verifiers = [verifierNamed('PeterNeumann', parseVerifierText(example.verifier))];
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
  return 'none';
};

describe('a signed note', () => {
  it('is signed to the very bytes of the example that others verify', () => {
    const key = parseSigningText(example.signer);
    expect(signNote(example.text, [signerNamed('PeterNeumann', key)])).toBe(example.note);
    expect(verifierText('PeterNeumann', key.publicKey)).toBe(example.verifier);
    expect(signingText('PeterNeumann', key)).toBe(example.signer);
    expect(openNote(example.note, verifiers)).toBe(example.text);
  });

  it('opens with signatures of unknown keys beside the known one', () => {
    const others = [1, 2].map((n) => signerNamed(`witness${n}`, newSigningKey()));
    const key = parseSigningText(example.signer);
    const note = signNote(example.text, [...others, signerNamed('PeterNeumann', key)]);
    expect(parseNote(note).signatures).toHaveLength(3);
    expect(openNote(note, verifiers)).toBe(example.text);
  });

  it('does not open by a key of the same name alone', () => {
    const stranger = [verifierNamed('PeterNeumann', newSigningKey().publicKey)];
    expect(codeOf(() => openNote(example.note, stranger))).toBe('NOTE_UNKNOWN_KEY');
    expect(codeOf(() => openNote(example.note, []))).toBe('NOTE_UNKNOWN_KEY');
  });

  it('is spoiled by any other letter in its place', () => {
    const letters = Array.from(example.note);
    const others = fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '+', '/', '=', ' ', '\n', '—');
    fc.assert(
      fc.property(fc.nat(letters.length - 1), others, (at, letter) => {
        fc.pre(letters[at] !== letter);
        const changed = letters.with(at, letter).join('');
        expect(codeOf(() => openNote(changed, verifiers))).toMatch(/^NOTE_/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['no signatures', 'text\n'],
    ['no empty line', 'text\n— a AAAAAAAA\n'],
    ['no newline at its end', example.note.slice(0, -1)],
    ['a carriage return', example.note.replace('\n', '\r\n')],
    ['a lone surrogate', example.note.replace('If', '\uD800')],
    ['a name with a plus', example.note.replace('PeterNeumann', 'Peter+Neumann')],
    ['a signature of four bytes', 'text\n\n— a AAAAAA==\n'],
    ['base64 with bits left over', 'text\n\n— a AAAAAAB=\n'],
    ['a hyphen for the dash', example.note.replace('—', '-')],
    ['too many signatures', `text\n\n${'— a AAAAAAAA\n'.repeat(101)}`],
  ])('is refused with %s', (_, note) => {
    expect(codeOf(() => parseNote(note))).toBe('NOTE_MALFORMED');
  });

  it('is not made of a text that could not be one', () => {
    expect(codeOf(() => signNote('no newline', []))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => signNote('tab\t\n', []))).toBe('NOTE_MALFORMED');
  });
});

describe('keys', () => {
  it('are written and read without loss', () => {
    const key = newSigningKey();
    expect(parseSigningText(signingText('bitacora', key))).toEqual(key);
    const text = verifierText('bitacora/rmbc', key.publicKey);
    expect(Buffer.from(parseVerifierText(text))).toEqual(key.publicKey);
  });

  it('have another id under another name', () => {
    const { publicKey } = newSigningKey();
    expect(keyIdOf('bitacora/a', publicKey)).not.toBe(keyIdOf('bitacora/b', publicKey));
  });

  it.each([
    ['a changed name', example.verifier.replace('Peter', 'peter')],
    ['a changed id', example.verifier.replace('c74f20a3', 'c74f20a4')],
    ['a changed letter', example.verifier.replace('ARpc', 'ARpd')],
    ['a missing letter', example.verifier.slice(0, -1)],
    ['another kind of key', example.verifier.replace('ARpc', 'Ahpc')],
    ['nothing', ''],
  ])('are refused with %s, and the text is not repeated', (_, text) => {
    expect(() => parseVerifierText(text)).toThrow(
      expect.objectContaining({ code: 'KEY_UNREADABLE' }),
    );
    const secret = example.signer.replace('AYEK', 'AYEL');
    expect(() => parseSigningText(secret)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('AYEL') }),
    );
  });

  it('change with the former ones kept, whose signatures still hold', () => {
    const [first, second, third] = [newSigningKey(), newSigningKey(), newSigningKey()];
    const ring = rotated(third, rotated(second, { signing: first, publicKeys: [first.publicKey] }));
    const read = parseKeyRing(`# the key of 2026\n\n${keyRingText(ring)}`);
    expect(read.signing).toEqual(third);
    const publicKeys = [third, second, first].map(({ publicKey }) => publicKey);
    expect(read.publicKeys).toEqual(publicKeys);
    expect(parsePublicKeys(keyRingText(ring))).toEqual(publicKeys);
    const head = { ledger: 'rmbc', size: 3, rootHash: Buffer.alloc(32, 1) };
    for (const key of [first, second, third]) {
      expect(openCheckpoint(signCheckpoint(head, key), read.publicKeys)).toEqual(head);
    }
  });

  it('in a file are one private key and the rest verifier keys, else the line is named', () => {
    const key = newSigningKey();
    const line = signingText('bitacora', key);
    expect(() => parseKeyRing('')).toThrow('Expected one private key');
    expect(() => parseKeyRing(`${line}\n${line}\n`)).toThrow('got 2');
    expect(() => parseKeyRing(`${line}\n\nx\n`)).toThrow('Line 3');
  });
});

describe('a checkpoint', () => {
  const root = Buffer.alloc(32, 1).toString('base64');

  it('is signed under the name of its ledger, and of no other', () => {
    const key = newSigningKey();
    const note = signCheckpoint({ ledger: 'rmbc', size: 27, rootHash: Buffer.alloc(32, 1) }, key);
    expect(note.startsWith(`bitacora/rmbc\n27\n${root}\n\n— bitacora/rmbc `)).toBe(true);
    const other = note.replaceAll('bitacora/rmbc', 'bitacora/otro');
    expect(codeOf(() => openCheckpoint(other, [key.publicKey]))).toBe('NOTE_UNKNOWN_KEY');
  });

  it('may have extension lines', () => {
    expect(parseCheckpoint(`bitacora/a\n0\n${root}\nextension\n`)).toMatchObject({ size: 0 });
  });

  it.each([
    ['another origin', `example.com/a\n1\n${root}\n`],
    ['no ledger', `bitacora/\n1\n${root}\n`],
    ['more after the ledger', `bitacora/a/b\n1\n${root}\n`],
    ['a size with zeros before it', `bitacora/a\n01\n${root}\n`],
    ['a size with a sign', `bitacora/a\n-1\n${root}\n`],
    ['a size beyond 2^53', `bitacora/a\n9007199254740993\n${root}\n`],
    ['a short root', `bitacora/a\n1\n${root.slice(4)}\n`],
    ['an empty extension line', `bitacora/a\n1\n${root}\n\nx\n`],
    ['no last newline', `bitacora/a\n1\n${root}`],
  ])('is refused with %s', (_, text) => {
    expect(codeOf(() => parseCheckpoint(text))).toBe('NOTE_MALFORMED');
  });
});
