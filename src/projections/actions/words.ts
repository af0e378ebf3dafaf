import { plainText } from '../../domain/name-key.js';
import type { ActionState } from '../../domain/states.js';

/** Remembers what follows from an action's state for as long as that state is kept. */
function remembered<V>(of: (action: ActionState) => V): (action: ActionState) => V {
  const known = new WeakMap<ActionState, V>();
  return (action) => {
    const found = known.get(action);
    if (found !== undefined) return found;
    const value = of(action);
    known.set(action, value);
    return value;
  };
}

/** What is looked at for words: number, name and indicator. */
export const wordsOf = remembered(({ number, name, indicator = '' }) =>
  plainText(`${number} ${name} ${indicator}`),
);

/** Names in order; cursors carry it, and what is alike that far is ordered by the next value. */
export const nameOrderOf = remembered(({ name }) => beginning(name));

/** In a damaged row it may be anything. */
export function beginning(text: unknown): string | null {
  return typeof text === 'string' ? plainText(text).slice(0, 200) : null;
}
