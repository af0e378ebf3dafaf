import { existsSync } from 'node:fs';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { version } = createRequire(import.meta.url)('@swc/core/package.json');

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const path = fileURLToPath(url);
  const text = await readFile(path, 'utf8');
  return { format: 'module', source: await compiled(path, text), shortCircuit: true };
}

const options = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
};
const cache = new URL('../../node_modules/.cache/ts-hooks/', import.meta.url);

/** Each process of a test loads the same hundreds of files: they are compiled once, by content. */
async function compiled(path, text) {
  const key = createHash('sha256').update(JSON.stringify([version, options, path, text]));
  const kept = new URL(`${key.digest('hex')}.js`, cache);
  const known = await readFile(kept, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const { transform } = await import('@swc/core');
  const { code } = await transform(text, { ...options, filename: path });
  await mkdir(cache, { recursive: true });
  // Another process may read it at any time: it is there whole, or not at all.
  const draft = new URL(`${randomUUID()}.draft`, cache);
  await writeFile(draft, code);
  await rename(draft, kept);
  return code;
}
