import type { MongoClient } from 'mongodb';

/** What `failCommand` does to the next commands of these names. */
export interface Injected {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** How often; `alwaysOn` until it is turned off. */
  readonly times: number | 'alwaysOn';
}

/** Turns a fault on; the function returned turns it off. Needs `enableTestCommands=1`. */
export async function inject(
  client: MongoClient,
  { data, times }: Injected,
): Promise<() => Promise<void>> {
  const admin = client.db('admin');
  const point = { configureFailPoint: 'failCommand' };
  const mode = times === 'alwaysOn' ? times : { times };
  // Only what the log itself sends: the test's own questions must get through.
  await admin.command({ ...point, mode, data: { ...data, appName: 'bitacora' } });
  return async () => {
    await admin.command({ ...point, mode: 'off' });
  };
}

const commands = ['findAndModify', 'find', 'insert', 'update', 'commitTransaction'];
const transient = ['TransientTransactionError'];

/** Every command of the append, failing in every way that a replica set fails in. */
export const faults: readonly Injected[] = [
  ...commands.flatMap((command): Injected[] => {
    const failing = (name: string, times: number, how: object): Injected => {
      const data = { failCommands: [command], ...how };
      return { name: `${command}: ${name}`, times, data };
    };
    const labels = command === 'commitTransaction' ? {} : { errorLabels: transient };
    return [
      failing('a write conflict, twice', 2, { errorCode: 112, ...labels }),
      failing('not primary any more', 1, { errorCode: 10107, ...labels }),
      failing('the socket closes', 1, { closeConnection: true }),
      failing('it is slow', 2, { blockConnection: true, blockTimeMS: 120 }),
    ];
  }),
  {
    name: 'commitTransaction: a write concern that is not met, though it is committed',
    times: 2,
    data: {
      failCommands: ['commitTransaction'],
      writeConcernError: { code: 100, errmsg: 'injected' },
    },
  },
  {
    name: 'commitTransaction: a time-out of the write concern',
    times: 1,
    data: {
      failCommands: ['commitTransaction'],
      writeConcernError: { code: 64, errmsg: 'injected' },
    },
  },
];
