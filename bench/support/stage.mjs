import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandLoop } from '../../dist/src/commands/loop.js';
import { startEmbedded } from '../../dist/src/mongod/embedded.js';
import { findOrFetchMongod } from '../../dist/src/mongod/locate.js';
import { rowIndexes } from '../../dist/src/projections/row-docs.js';
import { connect } from '../../dist/src/store/connect.js';
import { logIndexes } from '../../dist/src/store/indexes.js';

/** One mongod for all pairs, in a folder of its own that is gone afterwards. */
export async function startDatabase() {
  const dataDir = await mkdtemp(join(tmpdir(), 'bitacora-bench-'));
  const binary = await findOrFetchMongod({ binary: process.env.MONGOD_BINARY || undefined });
  const mongod = await startEmbedded({ dataDir, binary, port: await freePort() });
  return {
    uriOf: (database) => mongod.uri.replace('/?', `/${database}?`),
    async stop() {
      await mongod.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Our log on a database of its own. */
export async function openLog(uri) {
  const indexes = [...logIndexes, ...rowIndexes];
  const connection = await connect(uri, { database: 'bitacora', indexes });
  const loop = createCommandLoop({ connection });
  const close = async () => {
    await loop.close();
    await connection.close();
  };
  return { connection, loop, close };
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
