import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { readSettings, settingNames } from '../../src/settings.js';
import { readCompose } from './compose.js';

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

const compose = readCompose();
const { secrets, mongo, init, api } = compose.services;
const all = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  it('has a MongoDB, the API, and what makes them ready for each other', () => {
    expect(all.map(([name]) => name)).toEqual(['secrets', 'mongo', 'init', 'api']);
    expect([mongo.image, secrets.image]).toEqual(['mongo:7', 'mongo:7']);
    expect(init.build).toEqual(api.build);
  });

  it('builds from files and a stage that there are', () => {
    expect(api.build?.context).toBe('.');
    expect(existsSync(`${root}${api.build?.dockerfile}`)).toBe(true);
    expect(stages.map(({ name }) => name)).toContain(api.build?.target);
  });

  it('sets settings that there are, as text, to values that the program takes', () => {
    const environment = api.environment ?? {};
    for (const names of [environment, init.environment ?? {}].map(Object.keys)) {
      expect(names.filter((name) => !settingNames.includes(name))).toEqual([]);
    }
    expect(Object.values(environment).filter((value) => typeof value !== 'string')).toEqual([]);
    const [, fallback] = /^\$\{EXAMPLE:-(\w+)\}$/.exec(String(environment['EXAMPLE'])) ?? [];
    const { MONGODB_URI_FILE: _, ...others } = environment as Record<string, string>;
    const settings = readSettings({ ...others, EXAMPLE: fallback });
    expect(settings).toMatchObject({ host: '0.0.0.0', port: 4000, openToNetwork: true });
  });

  it('publishes ports on the loopback of the host only, and none of the database', () => {
    const { port } = readSettings({ PORT: String(api.environment?.['PORT']) });
    expect(api.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    const publishing = all.filter(([, { ports }]) => ports !== undefined);
    expect(publishing.map(([name]) => name)).toEqual(['api']);
  });

  it('keeps the operator’s token and the key in a folder on a volume, and the user’s own', () => {
    expect(api.environment).toMatchObject({
      ...{ DATA_DIR: '/data', SIGNING_KEY_FILE: '/data/signing.key' },
    });
    expect(of(last, 'RUN')).toEqual(['install -d -o node -g node -m 700 /data']);
    expect(api.volumes).toContain('api-data:/data');
    expect(init.volumes).toContain('api-data:/data');
  });

  it('keeps all on volumes that are declared', () => {
    const used = all.flatMap(([, { volumes = [] }]) => volumes.map((v) => v.split(':')[0]));
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
    expect(mongo.volumes).toContain('mongo-data:/data/db');
  });

  it('shows each service the secrets that it needs, and no others', () => {
    const seen = all.map(([name, { volumes = [] }]) => [
      name,
      volumes.map((volume) => volume.split(':')[0]).filter((one) => one?.endsWith('-secrets')),
    ]);
    expect(Object.fromEntries(seen)).toEqual({
      secrets: ['mongo-secrets', 'init-secrets', 'api-secrets'],
      mongo: ['mongo-secrets'],
      init: ['init-secrets'],
      api: ['api-secrets'],
    });
  });

  it('asks who one is: MongoDB runs with the key and the administrator that were drawn', () => {
    expect(mongo.command?.join(' ')).toContain('--keyFile /secrets/mongo/key');
    expect(mongo.environment).toEqual({
      MONGO_INITDB_ROOT_USERNAME: 'root',
      MONGO_INITDB_ROOT_PASSWORD_FILE: '/secrets/mongo/root-password',
    });
    expect(mongo.volumes).toContain('mongo-secrets:/secrets/mongo');
  });

  it('finds each secret where it was drawn to', () => {
    const script = secrets.command?.[0] ?? '';
    for (const [name, service] of [['init', init] as const, ['api', api] as const]) {
      expect(secrets.volumes).toContain(`${name}-secrets:/secrets/${name}`);
      expect(service.volumes).toContain(`${name}-secrets:/secrets:ro`);
      expect(service.environment).toMatchObject({ MONGODB_URI_FILE: '/secrets/mongodb-uri' });
      expect(script).toContain(`> /secrets/${name}/mongodb-uri`);
    }
    expect(secrets.volumes).toContain('mongo-secrets:/secrets/mongo');
    for (const file of ['mongo/key', 'mongo/root-password', 'init/own-password']) {
      expect(script).toContain(`> /secrets/${file}`);
    }
    expect(init.command?.[0]).toContain('--password-file /secrets/own-password');
  });

  it('puts those who talk on a network that is declared, and who draws secrets on none', () => {
    expect([mongo, init, api].map(({ networks }) => networks)).toEqual(
      Array.from({ length: 3 }, () => ['bitacora']),
    );
    expect(Object.keys(compose.networks)).toEqual(['bitacora']);
    expect(secrets).toMatchObject({ network_mode: 'none' });
  });

  it('speaks of one replica set wherever it names one', () => {
    const [, name] = /--replSet (\S+)/.exec(mongo.command?.join(' ') ?? '') ?? [];
    const check = mongo.healthcheck?.test.at(-1) ?? '';
    const [, initiated, host] =
      /_id: '(\w+)', members: \[\{ _id: 0, host: '(\S+)' \}\]/.exec(check) ?? [];
    expect([name, initiated, host]).toEqual(['rs0', 'rs0', 'mongo:27017']);
    const uris = secrets.command?.[0]?.match(/@mongo:27017\/\?replicaSet=rs0/g);
    expect(uris).toHaveLength(2);
  });

  it('checks the database by a script that can be read, and says whether it can be written to', () => {
    const [kind, program, , flag, script = ''] = mongo.healthcheck?.test ?? [];
    expect([kind, program, flag]).toEqual(['CMD', 'mongosh', '--eval']);
    expect(() => new Script(script)).not.toThrow();
    expect(script).toMatch(/quit\(db\.hello\(\)\.isWritablePrimary \? 0 : 1\)$/);
  });

  it('starts each when what it needs is there', () => {
    const [healthy, done] = ['service_healthy', 'service_completed_successfully'];
    expect(mongo.depends_on).toEqual({ secrets: { condition: done } });
    expect(init.depends_on).toEqual({ mongo: { condition: healthy } });
    expect(api.depends_on).toEqual({ mongo: { condition: healthy }, init: { condition: done } });
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
