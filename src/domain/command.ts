import type { Actor, Fact, Subject } from '../../events/index.js';
import type { Publication } from './publication.js';
import type { Refusal } from './refusal.js';
import type { Model } from './states.js';
import type { Need, World } from './world.js';

/** What a decision may know besides the states. */
export interface DecisionContext {
  readonly recordedAt: Date;
  /** The position of the last event before this decision. */
  readonly position: number;
  readonly actor: Actor;
  readonly reason?: string;
  /** The command comes from a plan file: the file doesn't tell when its reports were made. */
  readonly imported: boolean;
}

/** An event that a decision asks for, with what it is about. */
export type NewEvent = Fact & {
  readonly stream: string;
  readonly subject: Subject;
  /** What the event carries the hash of; it is frozen in the same transaction. */
  readonly publication?: Publication;
};

/** Events to record (none: nothing changes), or why not. */
export type Decision = readonly NewEvent[] | Refusal;

/** How one type of command is decided. */
export interface Handler<Input> {
  /** The aggregate that the command is about; it is always loaded. */
  target(input: Input): { readonly model: Model; readonly id: string };
  /** What else the rules look at. */
  needs?(input: Input): readonly Need[];
  /** What only the first needs can tell, e.g. the plan of an action. */
  moreNeeds?(input: Input, world: World): readonly Need[];
  decide(input: Input, world: World, context: DecisionContext): Decision;
}

export function defineHandler<Input>(handler: Handler<Input>): Handler<Input> {
  return handler;
}
