import type { DocumentNode } from 'graphql';
import { GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import type { Limits } from '../../web-settings.js';
import type { Measures } from './measure.js';
import { measure } from './measure.js';
import type { LimitCode } from './refuse.js';
import { refuse } from './refuse.js';

type Measured = keyof Measures;

const rules: { readonly [M in Measured]: readonly [LimitCode, string, string] } = {
  depth: ['TOO_DEEP', 'fields below each other', 'Ask for the lower levels in another query.'],
  selections: [
    'TOO_MANY_SELECTIONS',
    'selections with every fragment written out',
    'Spread fragments less often, or ask in several queries.',
  ],
  aliases: ['TOO_MANY_ALIASES', 'aliases', 'Ask in several queries.'],
  rootFields: ['TOO_MANY_ROOT_FIELDS', 'fields of the operation itself', 'Send several requests.'],
  width: ['TOO_WIDE', 'fields in one selection set', 'Leave out what you do not need.'],
  fragments: [
    'TOO_MANY_FRAGMENTS',
    'fragments with every fragment written out',
    'Spread fragments less often, or ask in several queries.',
  ],
  directives: ['TOO_MANY_DIRECTIVES', 'directives', 'Leave out what you do not need.'],
};

/**
 * What is wrong with the size of a document, told before it is validated: validating some takes
 * longer than answering them. Undefined when nothing is, and when it can't be parsed for another
 * reason, which is told where it is parsed to be answered.
 */
export function documentProblem(text: string, limits: Limits): GraphQLError | undefined {
  const parsed = parseWithin(text, limits.tokens);
  if (parsed === undefined || parsed instanceof GraphQLError) return parsed;
  const measures = measure(parsed);
  for (const name of Object.keys(rules) as Measured[]) {
    const [code, what, hint] = rules[name];
    const [limit, actual] = [limits[name], measures[name]];
    if (actual > limit) return refuse({ code, what, limit, actual, hint });
  }
  return undefined;
}

function parseWithin(text: string, maxTokens: number): DocumentNode | GraphQLError | undefined {
  try {
    return parse(text, { maxLexicalTokens: maxTokens, noLocation: true });
  } catch {
    if (!hasMoreTokens(text, maxTokens)) return undefined;
    const what = 'names, numbers, texts and signs in a document';
    return refuse({
      ...{ code: 'TOO_MANY_TOKENS', what, limit: maxTokens },
      hint: 'Give values as variables, or ask in several queries.',
    });
  }
}

/** The parser's own error says it in words only. */
function hasMoreTokens(text: string, maxTokens: number): boolean {
  const lexer = new Lexer(new Source(text));
  try {
    for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count += 1) {
      if (count === maxTokens) return true;
    }
  } catch {
    // What isn't a token is an error of syntax.
  }
  return false;
}
