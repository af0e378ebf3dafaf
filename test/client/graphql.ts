import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './introspection.d.ts';

/**
 * A document of the API with its types: those of its variables and of what comes back. They follow
 * from its text and from introspection.d.ts, which is generated from the committed schema. Editors
 * complete and check the text by the plugin in tsconfig.json; `npm run typecheck` checks it too.
 */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    ID: string;
    Quarter: string;
    LocalDate: string;
    DateTime: string;
    Decimal: string;
    SafeInt: number;
  };
}>();

export type MutationName = keyof introspection['types']['Mutation']['fields'];

type InputName = Parameters<typeof graphql.scalar>[0];

/** The input of a mutation. */
export type InputOf<M extends MutationName> = `${Capitalize<M>}Input` extends infer Name extends
  InputName
  ? ReturnType<typeof graphql.scalar<Name>>
  : never;
