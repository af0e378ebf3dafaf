import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../../web-settings.js';
import { refuse } from './refuse.js';

/** Who asks, for counting. */
export interface Asker {
  /** Only of somebody who showed who they are: everybody can claim a name. */
  readonly actorId?: string;
  readonly address: string;
}

export interface RateLimit {
  /**
   * Counts operations, by whoever is known and by address, in windows of a minute.
   * @throws GraphQLError RATE_LIMITED, which says when to come again.
   */
  spend(asker: Asker, operations: number): Promise<void>;
}

const minuteS = 60;

/** In the memory of this process: each process counts by itself. */
export function createRateLimit({ perActor, perAddress }: Limits): RateLimit {
  const actors = counter(perActor);
  const addresses = counter(perAddress);
  return {
    async spend({ actorId, address }, operations) {
      await addresses(networkOf(address), operations);
      if (actorId !== undefined) await actors(actorId, operations);
    },
  };
}

function counter(limit: number) {
  if (limit === 0) return () => Promise.resolve();
  const limiter = new RateLimiterMemory({ points: limit, duration: minuteS });
  return async (key: string, operations: number): Promise<void> => {
    try {
      await limiter.consume(key, operations);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
      throw refuse(
        {
          code: 'RATE_LIMITED',
          what: 'operations a minute',
          limit,
          hint: `Come again in ${seconds} s.`,
        },
        { status: 429, headers: new Map([['retry-after', String(seconds)]]) },
      );
    }
  };
}

/** Somebody with IPv6 has 2^64 addresses at least, all alike in their first half. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0');
  return [...groups, ...zeros, ...after].slice(0, 4).join(':').toLowerCase();
}
