import { Field, ObjectType } from 'type-graphql';
import type { Edge, Page } from './context.js';
import { SafeInt } from './scalars.js';

@ObjectType({ description: 'Where a part of a list lies in the whole list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether items follow after this part.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether items stand before this part.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first item, to be given as `before`; null when the part is empty.',
  })
  startCursor?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last item, to be given as `after`; null when the part is empty.',
  })
  endCursor?: string | null;
}

function infoOf({ edges, hasNextPage, hasPreviousPage }: Page<unknown>): PageInfo {
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  return { hasNextPage, hasPreviousPage, startCursor, endCursor };
}

/** A class that stands for a type of the schema. */
type TypeClass<T> = abstract new () => T;

/**
 * The connection type of a kind of node, e.g. `PlanConnection` with `PlanEdge`. Its value is a
 * `Page`. Nodes are nullable, so that one that can't be read leaves its siblings.
 *
 * @param what the plural for descriptions, e.g. "plans"
 */
export function connectionType<T extends object>(name: string, what: string, node: TypeClass<T>) {
  @ObjectType(`${name}Edge`, { description: `One of a list of ${what}, with its place in it.` })
  class NodeEdge {
    @Field(() => String, {
      description: 'The place in this list, to be given as `after` or `before`. Opaque.',
    })
    cursor!: string;

    @Field(() => node, {
      nullable: true,
      description: 'The item; null only when it could not be read, and then an error says why.',
    })
    node!: T | null;
  }

  @ObjectType(`${name}Connection`, { description: `A part of a list of ${what}.` })
  class Connection {
    declare countAll: Page<T>['countAll'];

    @Field(() => [NodeEdge], { description: 'The items, each with its cursor.' })
    edges!: readonly Edge<T>[];

    @Field(() => [node], {
      nullable: 'items',
      description:
        'The items alone. One is null only when it could not be read, and then an error says why.',
    })
    get nodes(): readonly (T | Error)[] {
      return this.edges.map((edge) => edge.node);
    }

    @Field(() => PageInfo, { description: 'Whether there is more, and how to ask for it.' })
    get pageInfo(): PageInfo {
      return infoOf(this as unknown as Page<T>);
    }

    @Field(() => SafeInt, {
      nullable: true,
      description:
        'How many items the whole list has, not only this part. Null where counting would mean reading everything.',
    })
    get totalCount(): Promise<number | null> {
      return this.countAll();
    }
  }
  return Connection;
}
