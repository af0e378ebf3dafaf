import { setMaxListeners } from 'node:events';
import type { Collection, Db } from 'mongodb';
import { Fault } from './faults.js';

/** When the reads of one request must be done. */
export interface Deadline {
  /** Milliseconds, 0 when it has passed. */
  left(): number;
  /** Ends reads that the database itself doesn't end. */
  readonly signal: AbortSignal;
}

/** How much later than the deadline the connection is given up, when the database is silent. */
const graceMs = 1_000;

export function deadlineIn(ms: number): Deadline {
  const end = performance.now() + ms;
  const signal = AbortSignal.timeout(ms + graceMs);
  // Each read under way listens to it: many at once are no leak.
  setMaxListeners(0, signal);
  return { left: () => Math.max(0, Math.floor(end - performance.now())), signal };
}

export function tooSlow(cause?: unknown): Fault {
  return new Fault(
    'TIMEOUT',
    'It took too long and was given up. Ask for less at once: fewer items, fewer fields, a narrower filter. Of an update, send the same commandId again: it is never recorded twice.',
    cause === undefined ? {} : { cause },
  );
}

/** The database's own word for an operation that outlived its `maxTimeMS`. */
const maxTimeExpired = 50;

/** Whether a read was ended by its deadline. */
export function isTooSlow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Fault) return error.code === 'TIMEOUT';
  return error.name === 'TimeoutError' || ('code' in error && error.code === maxTimeExpired);
}

type Timed = 'find' | 'findOne' | 'aggregate' | 'countDocuments';
const timed: readonly string[] = [
  'find',
  'findOne',
  'aggregate',
  'countDocuments',
] satisfies readonly Timed[];

/**
 * The same database, whose reads end with the deadline: the database stops its work by
 * `maxTimeMS`, set anew for each read to what is left. The driver has no time for a whole client
 * or database that it would keep (its `timeoutMS` has no effect).
 * Reads throw Fault TIMEOUT once the deadline has passed.
 */
export function timedReads(db: Db, deadline: Deadline): Db {
  return new Proxy(db, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'collection') {
        return (...args: Parameters<Db['collection']>) =>
          timedCollection(target.collection(...args), deadline);
      }
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function timedCollection(collection: Collection, deadline: Deadline): Collection {
  return new Proxy(collection, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = value.bind(target) as (...args: unknown[]) => unknown;
      if (!timed.includes(String(name))) return call;
      return (query?: unknown, options?: object) =>
        call(query ?? (name === 'aggregate' ? [] : {}), { ...options, ...limitsOf(deadline) });
    },
  });
}

function limitsOf(deadline: Deadline) {
  const maxTimeMS = deadline.left();
  // To the database, 0 means no limit.
  if (maxTimeMS === 0) throw tooSlow();
  return { maxTimeMS, signal: deadline.signal };
}
