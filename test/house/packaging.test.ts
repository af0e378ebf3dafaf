import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readSettings, settingNames } from '../../src/settings.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The instructions of a Dockerfile, comments left out and lines joined. */
function instructionsOf(text: string) {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return { name, rest };
    });
}

interface Stage {
  readonly name: string;
  readonly image: string;
  readonly instructions: readonly { readonly name: string; readonly rest: string }[];
}

function stagesOf(text: string): readonly Stage[] {
  const stages: { name: string; image: string; instructions: { name: string; rest: string }[] }[] =
    [];
  for (const instruction of instructionsOf(text)) {
    if (instruction.name === 'FROM') {
      const [, image = '', name = ''] = /^(\S+) AS (\S+)$/.exec(instruction.rest) ?? [];
      stages.push({ name, image, instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

const stages = stagesOf(read('Dockerfile'));
const last = stages.at(-1);
const of = (stage: Stage | undefined, name: string) =>
  stage?.instructions.filter((each) => each.name === name).map(({ rest }) => rest) ?? [];

/** What a COPY brings: its sources, and the stage that they come from, if any. */
const copies = stages.flatMap((stage) =>
  of(stage, 'COPY').map((rest) => {
    const words = rest.split(' ');
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
    return { from, sources: words.filter((word) => !word.startsWith('--')).slice(0, -1) };
  }),
);

describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, on the Node that the project asks for', () => {
    expect(stages.map(({ name, image }) => [name, image])).toEqual([
      ['build', 'node:20-bookworm-slim'],
      ['api', 'node:20-bookworm-slim'],
    ]);
  });

  it('copies only what is there, and what .dockerignore lets through', () => {
    const letThrough = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const sources = copies.filter(({ from }) => from === undefined).flatMap((each) => each.sources);
    expect(sources.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
    expect([...new Set(sources)].toSorted()).toEqual(letThrough.toSorted());
  });

  it('copies from a stage that there is, what that stage makes', () => {
    const between = copies.filter(({ from }) => from !== undefined);
    expect(between.map(({ from, sources }) => [from, ...sources])).toEqual([
      ['build', '/app/node_modules'],
      ['build', '/app/dist'],
    ]);
    expect(of(stages[0], 'WORKDIR')).toEqual(['/app']);
  });

  it('runs scripts that package.json has', () => {
    const scripts = of(stages[0], 'RUN').flatMap((rest) =>
      [...rest.matchAll(/npm run (\S+)/g)].map(([, name = '']) => name),
    );
    expect(scripts).toEqual(['build']);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('leaves the tools of the build behind, and no lifecycle script unforeseen', () => {
    const commands = of(stages[0], 'RUN').flatMap((rest) => rest.split(' && '));
    expect(commands).toEqual([
      'npm ci --ignore-scripts',
      'npm run build',
      'npm prune --omit=dev --ignore-scripts',
    ]);
  });

  it('runs as a user that is not root', () => {
    const users = of(last, 'USER');
    expect(users).toEqual(['node']);
    const after = last?.instructions.slice(last.instructions.findIndex((i) => i.name === 'USER'));
    expect(after?.map(({ name }) => name)).not.toContain('RUN');
  });

  it('starts a command that there is', () => {
    const [entry = '[]'] = of(last, 'ENTRYPOINT');
    const [, program = ''] = JSON.parse(entry) as string[];
    expect(existsSync(`${root}${program}`)).toBe(true);
    expect(of(last, 'CMD')).toEqual(['["serve"]']);
  });

  it('asks a way that the server has for its health, on the port that is set', () => {
    const [health = ''] = of(last, 'HEALTHCHECK');
    expect(health).toContain("'/readyz'");
    expect(health).toContain('process.env.PORT || 4000');
    expect(read('src/server/http.ts')).toContain("app.get('/readyz'");
    const [, argv = ''] = /CMD (\[.*\])$/.exec(health) ?? [];
    const [, , script = ''] = JSON.parse(argv) as string[];
    expect(() => new Script(script)).not.toThrow();
  });

  it('opens nothing by itself: it sets no setting', () => {
    const names = of(last, 'ENV').map((rest) => rest.split('=')[0]);
    expect(names).toEqual(['NODE_ENV']);
  });
});

interface Service {
  readonly image?: string;
  readonly build?: {
    readonly context: string;
    readonly dockerfile: string;
    readonly target: string;
  };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly unknown[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const compose = parse(read('docker-compose.yml')) as {
  readonly services: Readonly<Record<'mongo' | 'api', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
};
const { mongo, api } = compose.services;

describe('docker-compose.yml', () => {
  it('has a MongoDB and the API', () => {
    expect(Object.keys(compose.services)).toEqual(['mongo', 'api']);
    expect(mongo.image).toBe('mongo:7');
  });

  it('builds from files and a stage that there are', () => {
    expect(api.build?.context).toBe('.');
    expect(existsSync(`${root}${api.build?.dockerfile}`)).toBe(true);
    expect(stages.map(({ name }) => name)).toContain(api.build?.target);
  });

  it('sets settings that there are, as text, to values that the program takes', () => {
    const environment = api.environment ?? {};
    expect(Object.keys(environment).filter((name) => !settingNames.includes(name))).toEqual([]);
    expect(Object.values(environment).filter((value) => typeof value !== 'string')).toEqual([]);
    const [, fallback] = /^\$\{EXAMPLE:-(\w+)\}$/.exec(String(environment['EXAMPLE'])) ?? [];
    const settings = readSettings({
      ...(environment as Record<string, string>),
      EXAMPLE: fallback,
    });
    expect(settings).toMatchObject({ host: '0.0.0.0', port: 4000, openToNetwork: true });
  });

  it('publishes ports on the loopback of the host only, and none of the database', () => {
    const { port } = readSettings({ PORT: String(api.environment?.['PORT']) });
    expect(api.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(mongo.ports).toBeUndefined();
    expect([mongo, api].filter((service) => 'network_mode' in service)).toEqual([]);
  });

  it('keeps the operator’s token in a folder that is on a volume, and the user’s own', () => {
    expect(api.environment?.['DATA_DIR']).toBe('/data');
    expect(of(last, 'RUN')).toEqual(['install -d -o node -g node -m 700 /data']);
  });

  it('keeps the data on volumes that are declared', () => {
    expect(mongo.volumes).toEqual(['mongo-data:/data/db']);
    expect(api.volumes).toEqual(['api-data:/data']);
    expect(Object.keys(compose.volumes)).toEqual(['mongo-data', 'api-data']);
  });

  it('puts both on a network that is declared', () => {
    expect([mongo.networks, api.networks]).toEqual([['bitacora'], ['bitacora']]);
    expect(Object.keys(compose.networks)).toEqual(['bitacora']);
  });

  it('speaks of one replica set wherever it names one', () => {
    const [, name] = /--replSet (\S+)/.exec(mongo.command?.join(' ') ?? '') ?? [];
    const check = mongo.healthcheck?.test.at(-1) ?? '';
    const [, initiated, host] =
      /_id: '(\w+)', members: \[\{ _id: 0, host: '(\S+)' \}\]/.exec(check) ?? [];
    const uri = new URL(String(api.environment?.['MONGODB_URI']));
    expect(name).toBe('rs0');
    expect([initiated, uri.searchParams.get('replicaSet')]).toEqual([name, name]);
    expect([host, uri.host]).toEqual(['mongo:27017', 'mongo:27017']);
  });

  it('checks the database by a script that can be read, and says whether it can be written to', () => {
    const [kind, program, , flag, script = ''] = mongo.healthcheck?.test ?? [];
    expect([kind, program, flag]).toEqual(['CMD', 'mongosh', '--eval']);
    expect(() => new Script(script)).not.toThrow();
    expect(script).toMatch(/quit\(db\.hello\(\)\.isWritablePrimary \? 0 : 1\)$/);
  });

  it('starts the API when the database is healthy', () => {
    expect(api.depends_on).toEqual({ mongo: { condition: 'service_healthy' } });
  });
});

describe('.env.example', () => {
  const example = parseEnv(read('.env.example'));

  it('names exactly the settings that there are', () => {
    expect(Object.keys(example).toSorted()).toEqual(settingNames.toSorted());
  });

  it('gives each its default', () => {
    expect(readSettings(example as NodeJS.ProcessEnv)).toEqual(readSettings({}));
  });

  it('says of each what it is for', () => {
    const blocks = read('.env.example').split('\n\n');
    const named = blocks.filter((block) => /^[A-Z_]+=/m.test(block));
    expect(named).toHaveLength(settingNames.length);
    expect(named.filter((block) => !/^# .+\n(?:# .+\n)*[A-Z_]+=.*\n?$/.test(block))).toEqual([]);
  });
});
