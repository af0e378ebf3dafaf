import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openFolder, readState, writeState } from '../../src/mongod/folder.js';
import { temporaryFolder } from '../support/mongod.js';

describe('the state of a data folder', () => {
  it('is read as it was written', async () => {
    const folder = await openFolder(await temporaryFolder());
    expect(await readState(folder)).toBeUndefined();
    const state = { port: 27117, pid: 42, replSet: 'rs0' };
    await writeState(folder, state);
    expect(await readState(folder)).toEqual(state);
  });

  it.each([
    '',
    '{"port":',
    '[]',
    'null',
    '{"port":70000,"pid":1,"replSet":"rs0"}',
    '{"port":27117}',
  ])('is found out anew when the file says %j', async (text) => {
    const folder = await openFolder(await temporaryFolder());
    await writeFile(join(folder.root, 'mongod.json'), text);
    expect(await readState(folder)).toBeUndefined();
  });
});
