import { Command } from 'commander';
import { importFile } from '../importer/import-file.js';
import { loadPlanFile } from '../importer/load-plan-file.js';
import type { Bitacora } from '../main.js';
import { localActor, openBitacora, serve } from '../main.js';
import { freshenModels } from '../projections/rebuild-stale.js';
import type { Settings } from '../settings.js';
import { readSettings } from '../settings.js';
import { warnOfRights } from './database.js';
import { packageFile } from './package-file.js';
import { createProgress } from './progress.js';
import { rateOf } from './rebuild-lines.js';
import { settingsHelp } from './serve-settings.js';
import { stopSignal } from './stop-signal.js';
import { seeToUnfinished } from './unfinished.js';

const example = {
  file: 'examples/plan-de-accion-2024.tsv',
  entityId: 'rmbc',
  entityName: 'Región Metropolitana Bogotá - Cundinamarca',
} as const;

export function serveCommand(done: (exitCode: number) => void): Command {
  return new Command('serve')
    .description(
      'Serve the GraphQL API, until Ctrl-C. Starts a MongoDB of its own if none is named.',
    )
    .addHelpText('after', settingsHelp)
    .action(async () => {
      const settings = readSettings(process.env);
      if (settings.openToNetwork) process.stderr.write(`${networkWarning(settings.host)}\n`);
      const say = (line: string) => process.stdout.write(`${line}\n`);
      const stopped = stopSignal();
      const bitacora = await openBitacora(settings, say);
      try {
        say(`Data: ${bitacora.whereabouts}`);
        const fresh = await freshen(bitacora, say, stopped);
        if (!fresh) return;
        if (settings.mongodbUri !== undefined) await warnOfRights(bitacora.connection, say);
        await seeToUnfinished(bitacora.connection, say);
        if (settings.example) await importExample(bitacora, say);
        const server = await serve(bitacora, settings, say);
        say(`GraphQL: ${server.url}`);
        if (settings.web.ide) say(`In a browser: ${server.url.replace(/graphql$/, 'ide')}`);
        for (const line of hints(server.url, settings)) say(line);
        await stopped;
        say('Stopping …');
        await server.close();
      } finally {
        await bitacora.close();
      }
      say('Stopped.');
      done(0);
    });
}

/** False, and says so, when it was stopped meanwhile. */
async function freshen(
  { connection }: Bitacora,
  say: (line: string) => void,
  stopped: Promise<void>,
): Promise<boolean> {
  const stopping = new AbortController();
  void stopped.then(() => stopping.abort());
  const progress = createProgress('Rebuilding', process.stdout);
  try {
    const fresh = await freshenModels({
      connection,
      say,
      signal: stopping.signal,
      onProgress: (at) => progress.update(at.position, at.target, rateOf(at)),
    });
    if (!fresh) say('Stopped before the read models were ready. The next start goes on.');
    return fresh;
  } finally {
    progress.stop();
  }
}

async function importExample(bitacora: Bitacora, say: (line: string) => void): Promise<void> {
  const { connection } = bitacora;
  if ((await connection.db.collection('plans').findOne({})) !== null) return;
  const file = await loadPlanFile(packageFile(example.file));
  const { entityId, entityName } = example;
  const request = { file, entityId, entityName, actor: localActor, dryRun: false };
  const { report } = await importFile(request, bitacora);
  if (report === undefined) return;
  const { actions, offices, reports } = report.recorded;
  say(
    `Imported the example plan: ${actions} actions, ${offices} offices, ${reports} reports of 2024-Q1 (EXAMPLE=off leaves it out).`,
  );
}

function networkWarning(host: string): string {
  return `WARNING: TRUST_NETWORK=on and HOST=${host}: everybody who reaches this port reads everything, and tokens come over it as plain text unless something before it speaks TLS. Let nobody reach it whom you don't trust.`;
}

function hints(url: string, { oidc, operatorTokenFile }: Settings): readonly string[] {
  const query =
    oidc === undefined
      ? '{ plans { nodes { title actions(first: 3) { nodes { number name } } } } }'
      : '{ plans { nodes { id title } } }';
  const mutation =
    'mutation { registerEntity(input: { entityId: \\"mi-entidad\\", name: \\"Mi entidad\\" }) { entity { name } userErrors { message } } }';
  const json = "-H 'content-type: application/json'";
  const token = `-H "authorization: Bearer $(cat '${operatorTokenFile}')"`;
  const writing =
    oidc === undefined
      ? [
          'Reading is open; writing takes a token:',
          `  curl -s ${url} ${json} ${token} -d '{"query":"${mutation}"}'`,
        ]
      : [`What was published is open; all else takes a token of ${oidc.issuer}.`];
  return [
    'Try:',
    `  curl -s ${url} ${json} -d '{"query":"${query}"}'`,
    ...writing,
    '  npx bitacora token add --actor ID --role ROLE     (for somebody else; --help tells the roles)',
    '  npx bitacora import FILE --entity ID     (in another terminal; --help tells more)',
    'Ctrl-C stops everything.',
  ];
}
