import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openKeyRing, readKeyFile, writeKeyFile } from '../../src/store/keys-file.js';
import { newSigningKey } from '../../src/store/keys.js';
import { temporaryFolder } from '../support/mongod.js';

const ringOf = () => {
  const signing = newSigningKey();
  return { signing, publicKeys: [signing.publicKey] };
};
const silent = () => undefined;

describe('a key file', () => {
  it('is for its owner only, and read as it was written', async () => {
    const path = join(await temporaryFolder(), 'new', 'signing.key');
    const keys = ringOf();
    await writeKeyFile(path, keys);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readKeyFile(path)).toEqual(keys);
  });

  it('is never written over', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'signing.key');
    await writeKeyFile(path, ringOf());
    const before = await readFile(path, 'utf8');
    await expect(writeKeyFile(path, ringOf())).rejects.toMatchObject({ code: 'KEY_UNREADABLE' });
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await readdir(folder)).toEqual(['signing.key']);
  });

  it('that others can read is refused, with the way to close it', async () => {
    const path = join(await temporaryFolder(), 'signing.key');
    await writeKeyFile(path, ringOf());
    await chmod(path, 0o640);
    await expect(readKeyFile(path)).rejects.toThrow(`chmod 600 ${path}`);
  });

  it('that is none is refused by its name', async () => {
    const path = join(await temporaryFolder(), 'signing.key');
    await expect(readKeyFile(path)).rejects.toThrow(path);
    await writeFile(path, 'hello\n', { mode: 0o600 });
    await expect(readKeyFile(path)).rejects.toThrow(path);
  });
});

describe('the key that signs', () => {
  it('is made once, by whoever starts first, and said', async () => {
    const ownFile = join(await temporaryFolder(), 'signing.key');
    const said: string[] = [];
    const starts = [1, 2, 3, 4].map(() => openKeyRing({ ownFile }, (line) => said.push(line)));
    const [first, ...others] = await Promise.all(starts);
    for (const keys of others) expect(keys).toEqual(first);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(ownFile);
    expect(await openKeyRing({ ownFile }, silent)).toEqual(first);
  });

  it('is the text before the file, and the file before our own', async () => {
    const folder = await temporaryFolder();
    const [inText, inFile] = [ringOf(), ringOf()];
    await writeKeyFile(join(folder, 'a'), inText);
    await writeKeyFile(join(folder, 'b'), inFile);
    const text = await readFile(join(folder, 'a'), 'utf8');
    const [file, ownFile] = [join(folder, 'b'), join(folder, 'own')];
    expect(await openKeyRing({ text, file, ownFile }, silent)).toEqual(inText);
    expect(await openKeyRing({ file, ownFile }, silent)).toEqual(inFile);
    expect(await readdir(folder)).not.toContain('own');
  });

  it('is none where none is set, and what that means is said', async () => {
    const said: string[] = [];
    expect(await openKeyRing({}, (line) => said.push(line))).toBeUndefined();
    expect(said.join()).toContain('SIGNING_KEY_FILE');
  });

  it('in the environment is not repeated when it is wrong', async () => {
    await expect(openKeyRing({ text: 'PRIVATE+KEY+secret' }, silent)).rejects.toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });
});
