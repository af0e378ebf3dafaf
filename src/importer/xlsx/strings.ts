import { readXml } from './xml.js';

/** Gathers the text of a string item, rich or not, from the elements in it. */
export interface StringReader {
  readonly open: (name: string) => void;
  readonly text: (text: string) => void;
  readonly close: (name: string) => void;
  /** The text so far; begins anew. */
  readonly take: () => string;
}

const ESCAPE = /_x([0-9a-f]{4})_/giu;

export function stringReader(): StringReader {
  let said = '';
  let inText = false;
  // How the characters are pronounced stands beside the text and is no part of it.
  let inPhonetic = false;
  return {
    open(name) {
      if (name === 'rPh') inPhonetic = true;
      if (name === 't') inText = true;
    },
    text(text) {
      if (inText && !inPhonetic) said += text;
    },
    close(name) {
      if (name === 'rPh') inPhonetic = false;
      if (name === 't') inText = false;
    },
    take() {
      const text = unescaped(said);
      said = '';
      return text;
    },
  };
}

/** The strings that cells name by number. @throws PlanFileError WORKBOOK_DAMAGED. */
export function readSharedStrings(part: string, bytes: Uint8Array): readonly string[] {
  const strings: string[] = [];
  const reader = stringReader();
  readXml(part, bytes, {
    ...reader,
    close(name) {
      reader.close(name);
      if (name === 'si') strings.push(reader.take());
    },
  });
  return strings;
}

/**
 * `_x000D_` stands for a character that XML can't carry. One that no text may have, a half pair or
 * a control, is left as it is written.
 */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPE, (escape, hexadecimal: string) => {
    const code = Number.parseInt(hexadecimal, 16);
    const isText = code >= 0x20 && (code < 0xd800 || code > 0xdfff) && code < 0xfffe;
    return isText || code === 9 || code === 10 || code === 13 ? String.fromCharCode(code) : escape;
  });
}
