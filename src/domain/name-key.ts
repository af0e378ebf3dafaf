const stopWords = new Set('a al de del e el en la las los o para por y'.split(' '));

/**
 * Text as it is compared, never as it is kept: without accents and letter case, every run of white
 * space (line breaks and no-break spaces too) as one blank.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s\u200b]+/gu, ' ')
    .trim();
}

/** A word that doesn't tell names apart, whatever its accents, letter case and punctuation. */
export function isStopWord(word: string): boolean {
  return stopWords.has(plainText(word).replace(/[^\p{L}\p{N}]/gu, ''));
}

/**
 * What two spellings of one name have in common: neither letter case, accents, punctuation nor
 * stop words tell names apart. Only for matching; the spelling itself is kept to the letter.
 */
export function nameKey(name: string): string {
  const words = plainText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !stopWords.has(word));
  return (telling.length > 0 ? telling : words).join(' ');
}

/** Sorts labels as a person does, by their numbers: "2" before "10", "1.9" before "1.10". */
export function naturalKey(label: string): string {
  return plainText(label).replace(/\d+/g, (digits) =>
    digits.replace(/^0+(?=\d)/, '').padStart(12, '0'),
  );
}
