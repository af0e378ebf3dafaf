const stopWords = new Set([
  'de',
  'del',
  'la',
  'las',
  'el',
  'los',
  'y',
  'e',
  'en',
  'a',
  'al',
  'para',
  'por',
]);

/**
 * What two spellings of one name have in common: neither letter case, accents, punctuation nor
 * stop words tell names apart. Only for matching; the spelling itself is kept to the letter.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !stopWords.has(word))
    .join(' ');
}

/** Sorts labels as a person does, by their numbers: "2" before "10", "1.9" before "1.10". */
export function naturalKey(label: string): string {
  return label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'));
}
