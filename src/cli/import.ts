import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import type { ImportResult } from '../importer/import-file.js';
import { importFile } from '../importer/import-file.js';
import { loadPlanFile } from '../importer/load-plan-file.js';
import { openBitacora } from '../main.js';
import type { ActorFlags } from './actor.js';
import { actorOf, withActorOption } from './actor.js';
import { linesOf } from './import-lines.js';
import { readSettings } from '../settings.js';

interface ImportFlags extends ActorFlags {
  readonly entity: string;
  readonly entityName?: string;
  readonly plan?: string;
  readonly year?: number;
  readonly reason?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export function importCommand(done: (exitCode: number) => void): Command {
  return withActorOption(new Command('import'))
    .description(
      'Import a plan file: what it adds or changes becomes events, what is on record stays.',
    )
    .argument(
      '<file>',
      'the plan file: text separated by tabs, ";" or ",", or an Excel workbook (.xlsx)',
    )
    .requiredOption('--entity <id>', 'the entity whose plan it is, e.g. rmbc')
    .option('--entity-name <name>', 'register the entity under this name, if it is not on record')
    .option(
      '--plan <id>',
      'the plan that is meant, if its title in the file is not the one on record',
    )
    .option(
      '--year <year>',
      'the year that is meant, if the file has columns of several years and no title',
      yearOf,
    )
    .option('--reason <text>', 'why the file changes what is on record (e.g. an act)')
    .option('--dry-run', 'only say what would happen', false)
    .option('--json', 'print the whole report as JSON', false)
    .addHelpText(
      'after',
      '\nImporting the same file again records nothing. An import that broke off goes on.\nWorks while "bitacora serve" runs on the same DATA_DIR, and when it does not.\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 some rows were rejected.',
    )
    .action(async (path: string, flags: ImportFlags) => {
      const settings = readSettings(process.env);
      const file = await loadPlanFile(path, flags.year);
      const bitacora = await openBitacora(settings, (line) => process.stderr.write(`${line}\n`));
      const bar = progressBar();
      try {
        const { entity: entityId, entityName, plan: planId, reason, dryRun } = flags;
        const result = await importFile(
          {
            file,
            entityId,
            actor: actorOf(flags),
            dryRun,
            ...(entityName === undefined ? {} : { entityName }),
            ...(planId === undefined ? {} : { planId }),
            ...(reason === undefined ? {} : { reason }),
          },
          { ...bitacora, onProgress: (value, total) => bar.update(value, total) },
        );
        bar.stop();
        process.stdout.write(
          `${flags.json ? jsonOf(result) : linesOf(result, dryRun).join('\n')}\n`,
        );
        done((result.report ?? result.plan).rejected.length > 0 ? 3 : 0);
      } finally {
        bar.stop();
        await bitacora.close();
      }
    });
}

function yearOf(text: string): number {
  if (!/^20\d\d$/u.test(text)) {
    throw new InvalidArgumentError(`expected a year from 2000 to 2099, got "${text}".`);
  }
  return Number(text);
}

function jsonOf({ plan, report }: ImportResult): string {
  if (report !== undefined) return JSON.stringify(report, null, 2);
  const { steps, ...findings } = plan;
  return JSON.stringify({ ...findings, steps }, null, 2);
}

/** On a terminal only: in a log it would be noise. */
function progressBar() {
  const bar = new SingleBar({ format: 'Recording {bar} {value}/{total}', stream: process.stderr });
  let running = false;
  return {
    update(value: number, total: number) {
      if (!process.stderr.isTTY) return;
      if (running) bar.update(value);
      else bar.start(total, value);
      running = true;
    },
    stop() {
      if (running) bar.stop();
      running = false;
    },
  };
}
