import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { freePort, mongodBinary, temporaryFolder } from './mongod.js';

/**
 * A mongod with access control, as a replica set "rs0" of one, with an administrator "root". Until
 * its first user exists, the loopback may make that user.
 */
export async function startGuarded({
  key,
  rootPassword,
}: {
  /** What its key file holds. */
  readonly key: string;
  readonly rootPassword: string;
}): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const folder = await temporaryFolder();
  const keyFile = join(folder, 'key');
  await writeFile(keyFile, key, { mode: 0o600 });
  const dbPath = join(folder, 'db');
  await mkdir(dbPath);
  const port = await freePort();
  const at = ['--dbpath', dbPath, '--port', String(port), '--bind_ip', '127.0.0.1'];
  const guarded = ['--replSet', 'rs0', '--keyFile', keyFile];
  const mongod = spawn(await mongodBinary(), [...at, ...guarded], { stdio: 'ignore' });
  const ended = once(mongod, 'exit');
  const admin = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
  await admin.db('admin').command({ replSetInitiate: { _id: 'rs0', members } });
  while ((await admin.db('admin').command({ hello: 1 }))['isWritablePrimary'] !== true) {
    await sleep(50);
  }
  await admin.db('admin').command({ createUser: 'root', pwd: rootPassword, roles: ['root'] });
  await admin.close();
  return {
    port,
    async stop() {
      mongod.kill();
      await ended;
    },
  };
}
