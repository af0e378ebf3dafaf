import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MongoBinaryDownload as Download } from 'mongodb-memory-server-core/lib/util/MongoBinaryDownload.js';
import { mongodUnavailable } from './errors.js';
import { knock } from './ports.js';

const REACHABLE_WITHIN_MS = 3_000;
const SILENCE_MS = 15_000;
const ATTEMPTS = 1;
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/**
 * Downloads MongoDB's own build into `folder` and returns the path of its mongod. The package
 * knows which build suits this system; its variables (`MONGOMS_DOWNLOAD_MIRROR`, …) are honoured.
 * @throws MONGOD_UNAVAILABLE within seconds when the download host can't be reached.
 */
export const fetchFromMongodb = async (
  folder: string,
  env: NodeJS.ProcessEnv,
  onProgress: (line: string) => void,
): Promise<string> => {
  // Loaded only here: it is needed once in a machine's life, not at each start.
  const { DryMongoBinary } = await import('mongodb-memory-server-core');
  const { MongoBinaryDownload } =
    await import('mongodb-memory-server-core/lib/util/MongoBinaryDownload.js');
  const { MongoBinaryDownloadUrl } =
    await import('mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js');

  const options = await DryMongoBinary.generateOptions({ version: '', downloadDir: folder });
  const url = new URL(await new MongoBinaryDownloadUrl(options).getDownloadUrl());
  await expectReachable(url, env);

  class CarefulDownload extends MongoBinaryDownload {
    private reported = 0;

    // The package accepts any certificate unless npm is configured otherwise, and its checksum
    // comes from the same host: without this line a stranger's binary would run.
    override httpDownload(
      from: URL,
      request: Parameters<Download['httpDownload']>[1],
      to: string,
      temporary: string,
    ): Promise<string> {
      const strict = { ...request, rejectUnauthorized: true };
      return super.httpDownload(from, strict, to, temporary, ATTEMPTS, 0, SILENCE_MS);
    }

    // The package prints to stdout, which belongs to the command's own results.
    override printDownloadProgress(chunk: { length: number }): void {
      this.dlProgress.current += chunk.length;
      const tenth = Math.floor((10 * this.dlProgress.current) / this.dlProgress.length);
      if (!(tenth > this.reported)) return;
      this.reported = tenth;
      const size = `${this.dlProgress.totalMb} MB`;
      onProgress(`Fetching MongoDB ${options.version}: ${tenth * 10} % of ${size}`);
    }
  }

  const downloaded = await new CarefulDownload({ ...options, checkMD5: true }).getMongodPath();
  // A copy: the package answers with a file of its own cache when it finds one there.
  const own = join(folder, 'mongod');
  await copyFile(downloaded, own, constants.COPYFILE_FICLONE);
  return own;
};

const expectReachable = async (url: URL, env: NodeJS.ProcessEnv): Promise<void> => {
  const proxy = PROXY_VARIABLES.map((name) => env[name]).find((value) => value);
  const door = proxy !== undefined && URL.canParse(proxy) ? new URL(proxy) : url;
  const port = Number(door.port || (door.protocol === 'http:' ? 80 : 443));
  const reason = await knock(door.hostname, port, REACHABLE_WITHIN_MS);
  if (reason !== undefined) {
    throw mongodUnavailable(`${door.hostname}:${port} can't be reached: ${reason}`);
  }
};
