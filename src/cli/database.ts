import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { Db } from 'mongodb';
import { rowIndexes } from '../projections/row-docs.js';
import type { RoleName } from '../store/database-roles.js';
import { defineRoles, defineUser, roleNameOf, roles, wideRights } from '../store/database-roles.js';
import type { Connection } from '../store/connect.js';
import { logIndexes } from '../store/indexes.js';
import { print, withBitacora } from './record.js';

interface InitFlags {
  readonly user?: string;
  readonly passwordFile?: string;
  readonly role?: RoleName;
}

export function databaseCommand(): Command {
  const command = new Command('database').description('Prepare a database.').exitOverride();
  command
    .command('init')
    .description(
      'Make collections, indexes and the four roles, as an administrator of the database.',
    )
    .exitOverride()
    .option('--user <name>', 'make this user too, or set it right; takes --password-file')
    .option('--password-file <file>', "the file that holds the user's password")
    .addOption(
      new Option('--role <role>', 'what the user may do: application if left out').choices(roles),
    )
    .addHelpText(
      'after',
      "\nGive MONGODB_URI with an administrator's name and password for this call alone; may be called again.\nThe server then runs as a user with the role bitacoraApplication: see docs/tamper-evidence.md.\nExit codes: 0 done, 1 failed, 2 wrong usage.",
    )
    .action((flags: InitFlags, self: Command) => initialise(flags, self));
  return command;
}

async function initialise({ user: name, passwordFile, role }: InitFlags, self: Command) {
  if (role !== undefined && name === undefined) self.error('error: --role goes with --user.');
  if ((name === undefined) !== (passwordFile === undefined)) {
    self.error('error: --user and --password-file go together.');
  }
  const password = passwordFile && (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '');
  if (password === '') self.error(`error: expected a password in ${passwordFile}, got nothing.`);
  await withBitacora(async ({ connection: { db } }) => {
    const names = await defineRoles(db);
    const lines = [
      `${logIndexes.length + rowIndexes.length} indexes are there, and the roles ${names.join(', ')} in "${db.databaseName}".`,
    ];
    if (name === undefined || password === undefined) lines.push(...byHand(db));
    else {
      const user = { name, password, role: role ?? 'application' };
      await defineUser(db, user);
      const its = roleNameOf(user.role);
      lines.push(`The user "${name}" of "${db.databaseName}" has the role ${its}.`);
    }
    print(lines);
  });
}

const byHand = ({ databaseName }: Db) => [
  "Make the server's user by --user and --password-file, or in mongosh, and name it in MONGODB_URI:",
  `  use ${databaseName}`,
  `  db.createUser({ user: 'bitacora', pwd: passwordPrompt(), roles: ['${roleNameOf('application')}'] })`,
];

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
