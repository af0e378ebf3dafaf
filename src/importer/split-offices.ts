import { isAbsent, isFormulaError } from './cell.js';
import { knownOffices } from './known-offices.js';
import type { KnownOffice, KnownOffices } from './known-offices.js';
import { isStopWord } from '../domain/name-key.js';
import { cutAtSeparators, isJoiner, isKindOfUnit } from './office-words.js';

export interface OfficesInCell {
  /** As spelled in the cell, in its order; an office that the cell names twice is there twice. */
  readonly offices: readonly string[];
  /** Why the cut is not certain. `offices` is then only the most likely one. */
  readonly problem?: { readonly expected: string; readonly raw: string };
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SEPARATE = 'offices separated by ";"';

/**
 * Takes apart a cell that names several offices, often without anything between them. Known offices
 * win, by the longest match. Else a new office starts at a capitalised word for a kind of unit that
 * is not preceded by de, del, la or y: so "Oficina de Control Interno de la Secretaría General"
 * is one. What the rule can't tell, such as "y" before a kind of unit, is kept whole and is
 * a problem to report, unless a known office stands on either side.
 */
export function splitOffices(raw: string, known: readonly KnownOffice[]): OfficesInCell {
  if (isAbsent(raw) || isFormulaError(raw)) {
    return { offices: [], problem: { expected: 'the name of at least one office', raw } };
  }
  const catalogue = knownOffices(known);
  if (catalogue.has(raw)) return { offices: [raw.trim()] };
  const parts = cutAtSeparators(raw);
  const doubts: string[] = [];
  const offices = parts.flatMap((part) => splitRun(part, catalogue, doubts));
  const [expected] = offices.length === 0 ? ['the name of at least one office'] : doubts;
  return { offices, ...(expected !== undefined && { problem: { expected, raw } }) };
}

function splitRun(part: string, known: KnownOffices, doubts: string[]): readonly string[] {
  const words = [...part.matchAll(/\S+/gu)].map(({ 0: text, index }): Word => ({
    text,
    start: index,
    end: index + text.length,
  }));
  const texts = words.map(({ text }) => text);
  const offices: string[] = [];
  let from = 0;
  while (from < words.length) {
    if (isJoiner(texts[from]) && words.length > 1) {
      from += 1;
      continue;
    }
    const knownEnd = knownEndFrom(texts, from, known);
    const end = knownEnd ?? nextStart(texts, from, known);
    let last = end;
    while (last - 1 > from && isJoiner(texts[last - 1])) last -= 1;
    const office = part.slice(words[from]?.start, words[last - 1]?.end).replace(/,$/u, '');
    const alone = from === 0 && end === words.length;
    if (knownEnd === undefined && !known.has(office)) {
      doubts.push(...doubtsAbout(texts.slice(from, last), alone, known));
    }
    // A comma alone names nothing; the doubt about it is told all the same.
    if (office !== '') offices.push(office);
    from = end;
  }
  return offices;
}

/** The end of the longest known office from here, if what comes behind it can be another office. */
function knownEndFrom(
  words: readonly string[],
  from: number,
  known: KnownOffices,
): number | undefined {
  const starts = (at: number): boolean =>
    isKindOfUnit(words[at]) || known.endsFrom(words, at).length > 0;
  return known
    .endsFrom(words, from)
    .find(
      (end) => end === words.length || starts(end) || (isJoiner(words[end]) && starts(end + 1)),
    );
}

/** Where the office that starts at `from` gives way to the next one. */
function nextStart(words: readonly string[], from: number, known: KnownOffices): number {
  for (let at = from + 1; at < words.length; at += 1) {
    const before = words[at - 1] ?? '';
    if (!isKindOfUnit(words[at])) continue;
    if (!isStopWord(before)) return at;
    if (isJoiner(before) && knownEndFrom(words, at, known) !== undefined) return at;
  }
  return words.length;
}

function doubtsAbout(
  words: readonly string[],
  alone: boolean,
  known: KnownOffices,
): readonly string[] {
  const name = words.join(' ');
  const joined = words.some((word, at) => isJoiner(words[at - 1]) && isKindOfUnit(word));
  if (joined) return [`${SEPARATE}: "${name}" may be one office or several`];
  if (!isKindOfUnit(words[0])) {
    return [`offices that are known, or begin with a kind of unit (Dirección, …), not "${name}"`];
  }
  if (isStopWord(words.at(-1) ?? '')) return [`the whole name of the office "${name}"`];
  if (words.length === 1 && !alone) return [`${SEPARATE}: "${name}" is hardly a whole name`];
  const tail = words.findIndex(
    (_, at) =>
      at > 0 && !isStopWord(words[at - 1] ?? '') && known.endsFrom(words, at)[0] === words.length,
  );
  return tail < 0 ? [] : [`${SEPARATE}: "${words.slice(tail).join(' ')}" is an office of its own`];
}
