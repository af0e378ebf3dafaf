import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { mongodUnavailable } from './errors.js';
import { lastLines, run } from './run.js';
import type { Ran } from './run.js';

// Below 6.0 nothing was checked, and 4.x lacks window functions.
const OLDEST_MAJOR = 6;

const DEBIAN_PACKAGE: Readonly<Record<string, string>> = {
  'libcurl.so.4': 'libcurl4',
  'libssl.so.3': 'libssl3',
  'libcrypto.so.3': 'libssl3',
  'liblzma.so.5': 'liblzma5',
};

/**
 * The version of a mongod binary, such as `6.0.5`.
 * @throws MONGOD_UNAVAILABLE when it is not a file, not executable, doesn't run here, or is too old.
 */
export const mongodVersion = async (path: string, env: NodeJS.ProcessEnv): Promise<string> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw mongodUnavailable(`there is no file ${path}`);
  if (!found.isFile()) throw mongodUnavailable(`${path} is not a file`);
  const executable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable) {
    throw mongodUnavailable(`${path} is not executable for this user: chmod +x it`);
  }
  const ran = await run(path, ['--version'], { env, timeoutMs: 15_000 });
  const [, version, major] = /db version v((\d+)\.\d+\.\d+)/.exec(ran.output) ?? [];
  if (!ran.ok || version === undefined) throw mongodUnavailable(whyItDoesNotRun(path, ran));
  if (Number(major) < OLDEST_MAJOR) {
    throw mongodUnavailable(`${path} is MongoDB ${version}; ${OLDEST_MAJOR}.0 or newer is needed`);
  }
  return version;
};

const whyItDoesNotRun = (path: string, ran: Ran): string => {
  const library = /loading shared libraries: ([^:\s]+)/.exec(ran.output)?.[1];
  if (library !== undefined) {
    const known = DEBIAN_PACKAGE[library];
    const remedy = known
      ? `install it: apt-get install -y ${known}`
      : `install the system package that holds ${library}`;
    return `${path} needs the library ${library}, which this system lacks: ${remedy}`;
  }
  if (ran.how.includes('SIGILL')) {
    return `${path} --version died by SIGILL: MongoDB needs a processor with AVX`;
  }
  if (ran.missing) {
    return `${path} can't be loaded: it is built for another system (on Alpine, glibc is missing)`;
  }
  const said = ran.output === '' ? 'and said nothing' : `and said: ${lastLines(ran.output, 5)}`;
  return `${path} --version was expected to answer "db version v…"; it ${ran.how} ${said}`;
};
