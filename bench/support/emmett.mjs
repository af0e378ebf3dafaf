import { getMongoDBEventStore } from '@event-driven-io/emmett-mongodb';
import { MongoClient } from 'mongodb';
import { narrative } from './work.mjs';

/** Emmett's store on a database of its own, with what it writes as durable as what we write. */
export async function openEmmett(uri) {
  const client = await new MongoClient(uri, { writeConcern: { w: 'majority' } }).connect();
  const store = getMongoDBEventStore({ client });
  return { store, close: () => client.close() };
}

/** A bare append of one event: no receipt, no rule, no hash, no read model. */
export const appendTo = (store, run, stream, n) =>
  store.appendToStream(streamOf(run, stream), [progressReported(stream, n)]);

/** `emt:<type>:<id>`: Emmett keeps the streams of one type in one collection. */
export const streamOf = (run, stream) => `emt:action:${run}-${stream}`;

export const progressReported = (stream, n) => ({
  type: 'ProgressReported',
  data: {
    ...{ actionId: `action_bench_${stream}`, quarter: `2024-Q${(n % 4) + 1}`, percent: n % 10_000 },
    narrative: narrative(n),
  },
});
