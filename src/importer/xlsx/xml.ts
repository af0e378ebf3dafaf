import { SaxesParser } from 'saxes';
import { NOT_VALID } from '../decode.js';
import { codeOf } from '../error-code.js';
import { damaged } from './workbook-error.js';

type Attributes = Readonly<Record<string, string>>;

/** What is told of an element; names come without their prefix. */
export interface XmlReader {
  readonly open: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const CHUNK = 65_536;
const DEEPEST = 64;
const MOST_ATTRIBUTES = 256;
// What newer programs add beside what all of them read, with names that may be the same.
const SKIPPED: ReadonlySet<string> = new Set(['extLst', 'Fallback']);

/**
 * Reads a part of a workbook element by element. A document type, and with it every entity but the
 * five of XML, is refused: no workbook has one, and entities can reach files or grow without end.
 * @throws PlanFileError WORKBOOK_DAMAGED.
 */
export function readXml(part: string, bytes: Uint8Array, reader: XmlReader): void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let attributes = 0;
  let skippedFrom = 0;
  const limit = (held: boolean): void => {
    if (!held) throw damaged(`${part} with elements beyond measure`);
  };
  parser.on('error', (error) => {
    throw damaged(`${part} that is no XML (${error.message})`);
  });
  parser.on('doctype', () => {
    throw damaged(`${part} with a document type, which no workbook has`);
  });
  parser.on('opentagstart', () => {
    attributes = 0;
    limit((depth += 1) <= DEEPEST);
  });
  parser.on('attribute', () => {
    limit((attributes += 1) <= MOST_ATTRIBUTES);
  });
  parser.on('opentag', (tag) => {
    const name = bare(tag.name);
    if (skippedFrom === 0 && SKIPPED.has(name)) skippedFrom = depth;
    if (skippedFrom === 0) reader.open(name, tag.attributes);
  });
  parser.on('closetag', (tag) => {
    if (skippedFrom === 0) reader.close?.(bare(tag.name));
    if (skippedFrom === depth) skippedFrom = 0;
    depth -= 1;
  });
  const text = (said: string): void => {
    if (skippedFrom === 0) reader.text?.(said);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  for (const chunk of chunksOf(part, bytes)) parser.write(chunk);
  parser.close();
}

/** An attribute by its name without prefix: `r:id` and `rel:id` are `id`. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => bare(key) === name)?.[1];
}

/** Whether an attribute says yes: `1` or `true`. */
export function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function bare(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** As text, piece by piece: one string of all would cost as much again. */
function* chunksOf(part: string, bytes: Uint8Array): Generator<string> {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = !wide ? 'utf-8' : first === 0xff ? 'utf-16le' : 'utf-16be';
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const last = at + CHUNK >= bytes.length;
    try {
      yield decoder.decode(bytes.subarray(at, at + CHUNK), { stream: !last });
    } catch (error) {
      if (codeOf(error) !== NOT_VALID) throw error;
      throw damaged(`${part} with bytes that are not ${encoding}`);
    }
  }
}
