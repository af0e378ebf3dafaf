import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, mongodUnavailable, reasonOf } from './errors.js';

/** The places of the embedded MongoDB in a data folder; `root` is absolute, without links. */
export interface Folder {
  readonly root: string;
  readonly dbPath: string;
  readonly log: string;
  readonly state: string;
  readonly lock: string;
  readonly holders: string;
}

/** What outlives the processes: the replica set's configuration holds the port, so it must stay. */
export interface State {
  readonly port: number;
  readonly pid: number | null;
  readonly replSet: string;
}

/**
 * Creates what is missing of the folder.
 * @throws MONGOD_UNAVAILABLE when it can't be created or written.
 */
export const openFolder = async (dataDir: string): Promise<Folder> => {
  try {
    await mkdir(dataDir, { recursive: true });
    // mongod reports its path without links, and that is what tells our mongod from others.
    const folder = placesIn(await realpath(dataDir));
    // For this user only: whoever reads these files reads everything.
    await mkdir(folder.dbPath, { recursive: true, mode: 0o700 });
    await mkdir(folder.holders, { recursive: true });
    return folder;
  } catch (error) {
    throw mongodUnavailable(
      `The data folder ${dataDir} can't be created or written: ${reasonOf(error)}. ` +
        `Set DATA_DIR to a folder that this user may write.`,
      error,
    );
  }
};

const placesIn = (root: string): Folder => ({
  root,
  dbPath: join(root, 'mongo'),
  log: join(root, 'mongod.log'),
  state: join(root, 'mongod.json'),
  lock: join(root, 'mongod.start.lock'),
  holders: join(root, 'holders'),
});

/** The state, or undefined when there is none or it can't be understood: it can be found out anew. */
export const readState = async (folder: Folder): Promise<State | undefined> => {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(folder.state, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const port = 'port' in value ? value.port : undefined;
  const pid = 'pid' in value ? value.pid : undefined;
  const replSet = 'replSet' in value ? value.replSet : undefined;
  const validPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
  if (!validPort || typeof replSet !== 'string') return undefined;
  return { port, pid: typeof pid === 'number' ? pid : null, replSet };
};

/** Replaces the state in one step, so that a kill never leaves half a file. */
export const writeState = async (folder: Folder, state: State): Promise<void> => {
  const temporary = `${folder.state}.${process.pid}.new`;
  await writeFile(temporary, `${JSON.stringify(state, null, 2)}\n`);
  await rename(temporary, folder.state);
};
