import { Command } from 'commander';
import { rowIndexes } from '../projections/row-docs.js';
import { defineRoles, wideRights } from '../store/database-roles.js';
import type { Connection } from '../store/connect.js';
import { logIndexes } from '../store/indexes.js';
import { print, withBitacora } from './record.js';

export function databaseCommand(): Command {
  const command = new Command('database').description('Prepare a database.').exitOverride();
  command
    .command('init')
    .description(
      'Make collections, indexes and the four roles, as an administrator of the database.',
    )
    .exitOverride()
    .addHelpText(
      'after',
      "\nGive MONGODB_URI with an administrator's name and password for this call alone; may be called again.\nThe server then runs as a user with the role bitacoraApplication: see docs/tamper-evidence.md.\nExit codes: 0 done, 1 failed, 2 wrong usage.",
    )
    .action(() =>
      withBitacora(async ({ connection: { db } }) => {
        const names = await defineRoles(db);
        print([
          `${logIndexes.length + rowIndexes.length} indexes are there, and the roles ${names.join(', ')} in "${db.databaseName}".`,
          `Make the server's user in mongosh, and name it in MONGODB_URI:`,
          `  use ${db.databaseName}`,
          `  db.createUser({ user: 'bitacora', pwd: passwordPrompt(), roles: ['${names[0] ?? ''}'] })`,
        ]);
      }),
    );
  return command;
}

/** Says once when the server may do more to the database than it has to. */
export async function warnOfRights({ db }: Connection, say: (line: string) => void): Promise<void> {
  const { open, beyond } = await wideRights(db);
  if (open) {
    say(
      'WARNING: the database of MONGODB_URI asks nobody who they are: whoever reaches it can change the record. Turn access control on, and run "bitacora database init".',
    );
  } else if (beyond.length > 0) {
    say(
      `WARNING: the server's own rights are wider than they should be (${beyond.join(', ')}): a fault in it could change the record. Give it the role bitacoraApplication ("bitacora database init").`,
    );
  }
}
