import type { Actor } from '../../events/index.js';
import type { Connection } from '../store/connect.js';
import type { CommandLoop } from './loop.js';

/** What an operator's work on a log takes: the database itself, the loop, and as whom it is recorded. */
export interface Powers {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  readonly actor: Actor;
}
