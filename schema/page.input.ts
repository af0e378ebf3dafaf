import { ArgsType, Field, Int } from 'type-graphql';
import type { PageRequest } from './context.js';
import { Expect } from './expect.js';
import { given } from './given.js';

const defaultSize = 20;
const maxSize = 100;

function ExpectSize(): PropertyDecorator {
  return Expect(
    `a whole number from 0 to ${maxSize}`,
    (value) => typeof value === 'number' && value >= 0 && value <= maxSize,
  );
}

/** Which part of a list is wanted: the arguments of every connection. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description:
      'At most this many items from the start of the list (or after `after`): 0 to 100; 20 when neither `first` nor `last` is given. Example: 50.',
  })
  @ExpectSize()
  @Expect('either first or last, not both', (_, page) => !('last' in page && page.last !== null))
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only items after this cursor: an `endCursor` of the same list with the same filter and order.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most this many items from the end of the list (or before `before`), in the same order: 0 to 100. Example: 10.',
  })
  @ExpectSize()
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only items before this cursor: a `startCursor` of the same list with the same filter and order.',
  })
  before?: string | null;
}

/** The part of a list that the arguments ask for, with the default size where none is given. */
export function pageOf(page: PageArguments): PageRequest {
  const { first, last, ...cursors } = given(page, 'first', 'last', 'after', 'before');
  return last === undefined ? { first: first ?? defaultSize, ...cursors } : { last, ...cursors };
}
