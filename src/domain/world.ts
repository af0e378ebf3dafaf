import type { Model, States } from './states.js';

/** Rows of one read model whose state has these values; in a list, contains the value. */
export type Lookup<M extends Model = Model> = {
  [N in M]: { readonly model: N; readonly where: { readonly [F in keyof States[N]]?: unknown } };
}[M];

/** What a command must see before it can be decided. */
export type Need = { readonly model: Model; readonly id: string } | Lookup;

/** The states that a decision is taken on: those needed, with what earlier commands changed. */
export interface World {
  get<M extends Model>(model: M, id: string): States[M] | undefined;
  find<M extends Model>(lookup: Lookup<M>): readonly States[M][];
}
