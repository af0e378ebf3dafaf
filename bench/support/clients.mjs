import { performance } from 'node:perf_hooks';
import { quantile } from './figures.mjs';

/**
 * `count` clients, each of which sends its next request when the last was answered.
 * @param send is given the client's number and which of its requests this is.
 * @returns {Promise<{ perSecond: number, p50: number, p99: number }>} times in ms.
 */
export async function clients(count, total, send) {
  const each = Math.ceil(total / count);
  const times = [];
  const begin = performance.now();
  const client = async (number) => {
    for (let n = 0; n < each; n += 1) {
      const sent = performance.now();
      await send(number, n);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, number) => client(number)));
  const seconds = (performance.now() - begin) / 1000;
  return {
    perSecond: times.length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

/** Runs both in turn, so that whatever else the machine does hits both. */
export async function alternately(rounds, ours, other) {
  const runs = { ours: [], other: [] };
  for (let round = 0; round < rounds; round += 1) {
    const both = [
      async () => runs.ours.push(await ours(round)),
      async () => runs.other.push(await other(round)),
    ];
    for (const run of round % 2 === 0 ? both : both.reverse()) await run();
  }
  return runs;
}
