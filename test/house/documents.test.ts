import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../events/index.js';
import { settingNames } from '../../src/settings.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const sdl = read('schema/schema.graphql');

/** What stands between backticks. */
const quoted = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** The part of a document below a heading, up to the next one of its kind or above. */
const below = (text: string, heading: string) =>
  text.split(`\n${heading}\n`)[1]?.split(/\n#{2,3} /)[0] ?? '';

describe('CONTRIBUTING.md', () => {
  const text = read('CONTRIBUTING.md');

  it('names only files and folders that there are', () => {
    const rooms = /^(events|schema|src|test|docs|bench|\.ci)\/[\w./-]*$/;
    const files = /^[\w.-]+\.(md|js|json|ts)$/;
    const named = quoted(text).filter((code) => rooms.test(code) || files.test(code));
    const missing = named.filter(
      (path) => !existsSync(`${root}${path}`) && !existsSync(`${root}test/events/stored/${path}`),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it('names only npm scripts that there are', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  const text = read('CHANGELOG.md');

  it('tells what changes for callers, for the log and for operators, in this order', () => {
    const latest = text.split(/\n## /)[1] ?? '';
    expect(latest.match(/^### .+$/gm)).toEqual(['### API', '### Events', '### Operations']);
  });

  it('tells of every event type and of every setting', () => {
    expect(quoted(text)).toEqual(expect.arrayContaining(Object.keys(catalogue)));
    expect(quoted(text)).toEqual(expect.arrayContaining([...settingNames]));
  });

  it('tells of every query and mutation', () => {
    for (const type of ['Query', 'Mutation']) {
      const [, body = ''] = new RegExp(`^type ${type} \\{\\n([^}]+)^\\}`, 'm').exec(sdl) ?? [];
      const fields = [...body.matchAll(/^ {2}(\w+)[(:]/gm)].map(([, name = '']) => name);
      expect(fields.length).toBeGreaterThan(4);
      expect(quoted(below(text, '### API'))).toEqual(expect.arrayContaining(fields));
    }
  });
});
