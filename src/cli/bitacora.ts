import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { settingNames } from '../settings.js';
import { actorCommand } from './actor-names.js';
import { accessLogCommand } from './access-log.js';
import { auditExportCommand } from './audit-export.js';
import { databaseCommand } from './database.js';
import { describeFailure } from './failure.js';
import { importCommand } from './import.js';
import { keygenCommand } from './keygen.js';
import { ledgerCommand } from './ledger.js';
import { officeCommand } from './office.js';
import { packageFile } from './package-file.js';
import { periodCommand } from './period.js';
import { rebuildCommand } from './rebuild.js';
import { redactCommand } from './redact.js';
import { serveCommand } from './serve.js';
import { tokenCommand } from './token.js';
import { verifyCommand } from './verify.js';
import { weightsCommand } from './weights.js';

/**
 * Exit codes: 0 done, 1 failed, 2 the words of the call are off, 3 done but for rejected rows, 130
 * a rebuild was stopped before its end.
 */
export async function runBitacora(argv: readonly string[]): Promise<number> {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
    version: string;
  };
  let exitCode = 0;
  const done = (code: number) => {
    exitCode = code;
  };
  const program = new Command('bitacora')
    .description('The system of record for the follow-up of public action plans.')
    .version(version)
    .exitOverride()
    .addCommand(serveCommand(done))
    .addCommand(importCommand(done))
    .addCommand(periodCommand())
    .addCommand(officeCommand())
    .addCommand(weightsCommand())
    .addCommand(rebuildCommand(done))
    .addCommand(verifyCommand(done))
    .addCommand(auditExportCommand(done))
    .addCommand(ledgerCommand(done))
    .addCommand(redactCommand())
    .addCommand(actorCommand())
    .addCommand(databaseCommand())
    .addCommand(keygenCommand(done))
    .addCommand(tokenCommand())
    .addCommand(accessLogCommand())
    .addHelpText(
      'after',
      `\nSettings come from the environment: ${settingNames.join(', ')}.\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 some rows were rejected.`,
    );
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    const { exitCode: code, message } = describeFailure(error);
    if (message !== undefined) process.stderr.write(`${message}\n`);
    return code;
  }
}

/** Whoever reads along (`| head`) may go: what is under way ends as it would have. Once a process. */
export function letReadersGo(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
