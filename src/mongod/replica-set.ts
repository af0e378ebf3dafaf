import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { codeOf, mongodUnavailable, reasonOf } from './errors.js';
import { LOOPBACK } from './ports.js';
import { withAdmin } from './running.js';

export const REPLICA_SET = 'rs0';

const NOT_YET_INITIALIZED = 94;
const INVALID_REPLICA_SET_CONFIG = 93;

/**
 * Makes the mongod on that port the primary of its replica set of one, and waits until it is:
 * initiated once in the life of the data, put right when the port has changed, else left alone.
 * @throws MONGOD_UNAVAILABLE when it isn't primary by `deadline` (milliseconds since the epoch).
 */
export const ensurePrimary = (port: number, deadline: number): Promise<void> =>
  withAdmin(port, async (admin) => {
    let obstacle = 'it did not answer';
    while (Date.now() < deadline) {
      try {
        const hello = await admin.command({ hello: 1 });
        if (hello['isWritablePrimary'] === true) return;
        obstacle = await configure(admin, port);
      } catch (error) {
        // Elections and configurations end the calls that they overlap with: ask again.
        obstacle = reasonOf(error);
      }
      await sleep(25);
    }
    throw mongodUnavailable(`the replica set ${REPLICA_SET} did not elect a primary: ${obstacle}`);
  });

/** Acts if the configuration is missing or wrong. The answer says what is being waited for. */
const configure = async (admin: Db, port: number): Promise<string> => {
  const host = `${LOOPBACK}:${port}`;
  try {
    const status = await admin.command({ replSetGetStatus: 1 });
    return `it is in state ${String(status['myState'])}`;
  } catch (error) {
    switch (codeOf(error)) {
      case NOT_YET_INITIALIZED:
        await admin.command({
          replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] },
        });
        return 'just initiated';
      case INVALID_REPLICA_SET_CONFIG:
        await moveTo(admin, host);
        return `just moved to ${host}`;
      default:
        throw error;
    }
  }
};

interface Config {
  readonly version: number;
  readonly members: readonly object[];
}

/**
 * The configuration names the port of an earlier start, which something else has taken: mongod
 * doesn't find itself in its own set. Forced, since a set without a primary can't agree to it.
 */
const moveTo = async (admin: Db, host: string): Promise<void> => {
  const { config } = (await admin.command({ replSetGetConfig: 1 })) as { config: Config };
  const members = config.members.map((member) => ({ ...member, host }));
  await admin.command({
    replSetReconfig: { ...config, version: config.version + 1, members },
    force: true,
  });
};
