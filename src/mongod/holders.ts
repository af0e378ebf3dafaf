import { randomUUID } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder } from './folder.js';
import { isAlive, parseProcessId, self } from './process-id.js';

/*
 * Who still needs the mongod of a folder: one file per holder, not one per process, since a process
 * may hold it twice. The server that spawned mongod may stop while an import that joined goes on:
 * so it is not the spawner that ends mongod, but the last living holder. The files of the dead say
 * nothing. All of this is called under the folder's lock, or a newcomer could join a mongod that is
 * just being ended.
 */

/** Registers this process; the answer is what `releaseHolder` takes. */
export const registerHolder = async (folder: Folder): Promise<string> => {
  const path = join(folder.holders, `${process.pid}-${randomUUID()}.json`);
  await writeFile(path, JSON.stringify(self()));
  return path;
};

export const releaseHolder = (path: string): Promise<void> => rm(path, { force: true });

/** Whether any living process holds the folder's mongod. Clears the files of the dead away. */
export const anyHolder = async (folder: Folder): Promise<boolean> => {
  let found = false;
  for (const name of await readdir(folder.holders)) {
    const path = join(folder.holders, name);
    const holder = parseProcessId(await readFile(path, 'utf8'));
    if (holder !== undefined && isAlive(holder)) found = true;
    else await rm(path, { force: true });
  }
  return found;
};
