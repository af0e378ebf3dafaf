import { wordsOf } from './plain-text.js';

export type QuarterNumber = 1 | 2 | 3 | 4;

const ORDINALS: readonly (readonly string[])[] = [
  ['i', '1', '1er', '1ro', 'primer', 'primero'],
  ['ii', '2', '2do', 'segundo'],
  ['iii', '3', '3er', '3ro', 'tercer', 'tercero'],
  ['iv', '4', '4to', 'cuarto'],
];
const QUARTER_WORDS: ReadonlySet<string> = new Set(['trimestre', 'trim']);
const JOINERS: ReadonlySet<string> = new Set(['y', 'e', 'a', 'al']);

/**
 * The quarters that a header names, in any of the ways seen: `I TRIMESTRE`, `Trimestre I`,
 * `primer trimestre`, `T1`, `TRIM. 2`. Whole words are compared, since "i trimestre" is also the
 * end of "ii trimestre" and of "iii trimestre".
 */
export function quartersIn(text: string): ReadonlySet<QuarterNumber> {
  const words = wordsOf(text);
  const found = new Set<QuarterNumber>();
  words.forEach((word, index) => {
    const short = /^[tq]([1-4])$/u.exec(word);
    add(found, short ? ordinal(short[1]) : undefined);
    // "T.4", beside "T3." in the same header.
    if (word === 't' && /^[1-4]$/u.test(words[index + 1] ?? ''))
      add(found, ordinal(words[index + 1]));
    if (!QUARTER_WORDS.has(word)) return;
    const before = ordinal(words[index - 1]);
    add(found, before);
    // "I y II trimestre", "I, II trimestre": several quarters in one column.
    if (before !== undefined) {
      const joined = JOINERS.has(words[index - 2] ?? '');
      add(found, ordinal(words[joined ? index - 3 : index - 2]));
    } else {
      add(found, ordinal(words[index + 1]));
      const joined = JOINERS.has(words[index + 2] ?? '');
      add(found, ordinal(words[joined ? index + 3 : index + 2]));
    }
  });
  return found;
}

function add(found: Set<QuarterNumber>, quarter: QuarterNumber | undefined): void {
  if (quarter !== undefined) found.add(quarter);
}

function ordinal(word: string | undefined): QuarterNumber | undefined {
  const index = word === undefined ? -1 : ORDINALS.findIndex((ways) => ways.includes(word));
  return index < 0 ? undefined : ((index + 1) as QuarterNumber);
}
