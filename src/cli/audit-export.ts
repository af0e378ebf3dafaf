import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { exportLines } from '../audit/export.js';
import { openBitacora } from '../main.js';
import { readSettings } from '../settings.js';
import { collectionsOf } from '../store/collections.js';
import { noteAccess } from '../store/accesses.js';
import type { ActorFlags } from './actor.js';
import { actorOf, withActorOption } from './actor.js';
import { ledgersOf } from './ledgers.js';
import { createProgress } from './progress.js';

interface ExportFlags extends ActorFlags {
  readonly entity?: string;
  readonly output?: string;
}

export function auditExportCommand(done: (exitCode: number) => void): Command {
  return withActorOption(new Command('audit-export'))
    .description('Write a log with all that it takes to verify it elsewhere, as NDJSON.')
    .option('--entity <id>', 'only the ledger of this entity')
    .option('-o, --output <file>', 'where to write it, readable by its owner only (else: stdout)')
    .addHelpText(
      'after',
      '\nThe file holds every text with its salt: it is for those who may read the whole log, and a text\nthat is redacted later stays in it. "bitacora verify FILE" needs neither database nor network.\nExit codes: 0 done, 1 failed, 2 wrong usage.',
    )
    .action(async ({ entity, output, ...who }: ExportFlags) => {
      const settings = readSettings(process.env);
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const bitacora = await openBitacora(settings, say, { asItIs: true });
      const progress = createProgress('Exporting', process.stderr);
      try {
        const { connection, keys } = bitacora;
        const ledgers = await ledgersOf(connection, entity);
        const { id: actorId } = actorOf(who);
        await noteAccess(connection.db, { what: 'AUDIT_EXPORT', actorId, ledgers });
        const lines = exportLines(collectionsOf(connection.db), {
          ledgers,
          publicKeys: keys?.publicKeys ?? [],
          now: new Date(),
          onProgress: (events, total) => progress.update(events, total, ''),
        });
        await (output === undefined ? toStdout(lines) : toFile(lines, output));
        done(0);
      } finally {
        progress.stop();
        await bitacora.close();
      }
    });
}

function toStdout(lines: AsyncIterable<string>): Promise<void> {
  return pipeline(Readable.from(lines), process.stdout, { end: false });
}

/** Under its name the file is whole, or not there. */
async function toFile(lines: AsyncIterable<string>, path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(draft, { mode: 0o600, flags: 'wx' }));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
