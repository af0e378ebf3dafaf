import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// jest loads this file outside its module system: it may import packages, but no file of ours.

/** Gives the run a folder. No mongod yet: the first test that needs one starts it there. */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), `bitacora-test-${process.pid}-`));
  process.env['BITACORA_TEST_RUN'] = folder;
}
