import { plainText } from '../domain/name-key.js';

/** The words of a folded text; `%` and `#` count as words because headers mean something by them. */
export function wordsOf(text: string): readonly string[] {
  // "Nº" and "N°" are "N": the first sign counts as a letter, the second doesn't.
  return (
    plainText(text)
      .replace(/[ºª°]/gu, '')
      .match(/[\p{L}\p{N}]+|[%#№]/gu) ?? []
  );
}

export function isBlank(text: string): boolean {
  return !/[^\s\u200b]/u.test(text);
}

/** The one year of the 21st century that a text names; undefined when it names none or several. */
export function yearIn(text: string): number | undefined {
  const years = new Set(text.match(/(?<!\d)20\d\d(?!\d)/gu));
  return years.size === 1 ? Number([...years][0]) : undefined;
}
