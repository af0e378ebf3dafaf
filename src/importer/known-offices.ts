import { isStopWord, nameKey } from '../domain/name-key.js';

export interface KnownOffice {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Finds offices that are in the catalogue, under any of their spellings. */
export interface KnownOffices {
  readonly has: (text: string) => boolean;
  /** Ends (exclusive) of the runs of words from `from` that name a known office, longest first. */
  readonly endsFrom: (words: readonly string[], from: number) => readonly number[];
}

export function knownOffices(known: readonly KnownOffice[]): KnownOffices {
  const names = known.flatMap(({ name, aliases }) => [name, ...aliases]);
  const keys = new Set(names.map(nameKey).filter((key) => key !== ''));
  const telling = Math.max(0, ...[...keys].map((key) => key.split(' ').length));
  return {
    has: (text) => keys.has(nameKey(text)),
    endsFrom: (words, from) => {
      const ends: number[] = [];
      if (isStopWord(words[from] ?? '')) return ends;
      let left = telling;
      for (let end = from + 1; end <= words.length && left > 0; end += 1) {
        const last = words[end - 1] ?? '';
        // A run never ends in "de": the key would match, but the word belongs to what follows.
        if (isStopWord(last) || nameKey(last) === '') continue;
        left -= 1;
        if (keys.has(nameKey(words.slice(from, end).join(' ')))) ends.unshift(end);
      }
      return ends;
    },
  };
}
