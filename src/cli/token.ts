import { Command, InvalidArgumentError, Option } from 'commander';
import { ledgerOf } from '../domain/ids.js';
import type { Role } from '../server/identity/roles.js';
import { roles } from '../server/identity/roles.js';
import type { StoredToken } from '../store/tokens.js';
import { addToken, endOf, listTokens, revokeToken } from '../store/tokens.js';
import { requireActorId } from './actor.js';
import { ledgersOf } from './ledgers.js';
import { print, withBitacora } from './record.js';

/** No token has this id. */
class UnknownToken extends Error {
  override readonly name = 'UnknownToken';
  readonly code = 'NOT_FOUND';
}

interface AddFlags {
  readonly actor: string;
  readonly role: Role;
  readonly entity: readonly string[];
  readonly office: readonly string[];
  readonly expires?: Date;
}

export function tokenCommand(): Command {
  return new Command('token')
    .description('Make, list and revoke the tokens that callers of the API are known by.')
    .exitOverride()
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

function addCommand(): Command {
  const another = (value: string, values: readonly string[]) => [...values, value];
  return new Command('add')
    .description('Make a token, and print it: it is shown this once, and only its hash is kept.')
    .exitOverride()
    .requiredOption('--actor <id>', 'who acts with it: an opaque id, no name', requireActorId)
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--entity <id>', 'only in this entity; may be repeated (every entity)', another, [])
    .option('--office <id>', 'of a reporter: its office; may be repeated', another, [])
    .option('--expires <date>', 'its last day, YYYY-MM-DD, or its end as an instant', requireEnd)
    .addHelpText(
      'after',
      '\nreporter: reports, corrects, withdraws and attaches evidence, for the actions of its offices\nplanner:  plans, actions, offices, weights, periods, and the review of reports\nauditor:  reads everything, who people are and the access log included; changes nothing\nadmin:    everything in its entities; operator: everything\nExit codes: 0 done, 1 failed, 2 wrong usage.',
    )
    .action(async ({ actor, role, entity, office, expires }: AddFlags, command: Command) => {
      const wrong = wrongIn(role, entity, office);
      if (wrong !== undefined) command.error(`error: ${wrong}`);
      await withBitacora(async ({ connection }) => {
        for (const id of entity) await ledgersOf(connection, id);
        const entityIds = entity.length > 0 ? entity : entitiesOf(office);
        const { id, text } = await addToken(connection.db, {
          ...{ actorId: actor, role },
          ...(entityIds.length === 0 ? {} : { entityIds }),
          ...(office.length === 0 ? {} : { officeIds: office }),
          ...(expires === undefined ? {} : { expiresAt: expires }),
        });
        process.stderr.write(`Made ${id}. The token is shown this once:\n`);
        print([text]);
      });
    });
}

function wrongIn(role: Role, entities: readonly string[], offices: readonly string[]) {
  if (role !== 'reporter') return offices.length === 0 ? undefined : '--office is for a reporter';
  if (offices.length === 0) return 'a reporter needs its --office';
  const places = entitiesOf(offices);
  const odd = offices.find((id) => ledgerOf('office', id) === undefined);
  if (odd !== undefined) return `expected the id of an office, e.g. office_rmbc_7k2m9x; got ${odd}`;
  if (entities.length === 0 || places.every((id) => entities.includes(id))) return undefined;
  return `the offices are of ${places.join(', ')}, not of ${entities.join(', ')}`;
}

function entitiesOf(offices: readonly string[]): readonly string[] {
  const ledgers = offices.map((id) => ledgerOf('office', id)).filter((id) => id !== undefined);
  return [...new Set(ledgers)];
}

function listCommand(): Command {
  return new Command('list')
    .description('List the tokens, the newest first; none of them can be shown again.')
    .exitOverride()
    .action(() =>
      withBitacora(async ({ connection }) => {
        const tokens = await listTokens(connection.db);
        const now = new Date();
        print(tokens.length === 0 ? ['There are no tokens.'] : tokens.map((t) => lineOf(t, now)));
      }),
    );
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('End a token. Servers that run refuse it within a second.')
    .exitOverride()
    .argument('<id>', 'its id, as "token list" shows it')
    .action((id: string) =>
      withBitacora(async ({ connection }) => {
        if (!(await revokeToken(connection.db, id))) {
          throw new UnknownToken(`There is no token ${id}. See "bitacora token list".`);
        }
        print([`Revoked ${id}.`]);
      }),
    );
}

function lineOf(token: StoredToken, now: Date): string {
  const { _id, actorId, role, entityIds, officeIds, expiresAt, lastUsedAt, file } = token;
  const ended = endOf(token, now);
  return [
    ...[_id, ended ?? 'valid', `${actorId} as ${role}`],
    ...[`in ${entityIds?.join(', ') ?? 'every entity'}`],
    ...(officeIds === undefined ? [] : [`for ${officeIds.join(', ')}`]),
    ...(expiresAt === undefined ? [] : [`until ${expiresAt.toISOString()}`]),
    `made ${token.createdAt.toISOString()}`,
    lastUsedAt === undefined ? 'never used' : `used ${lastUsedAt.toISOString()}`,
    ...(file === undefined ? [] : [`from ${file}`]),
  ].join('  ');
}

/** A day ends in Bogotá, as everywhere here. */
function requireEnd(text: string): Date {
  const day = /^\d{4}-\d\d-\d\d$/.test(text);
  const end = new Date(day ? `${text}T23:59:59.999-05:00` : text);
  const instant = day || /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text);
  const real = instant && !Number.isNaN(end.getTime()) && (!day || dayOf(end) === text);
  if (real && end > new Date()) return end;
  throw new InvalidArgumentError(
    'Expected a day to come, YYYY-MM-DD, or an instant like 2027-01-31T12:00:00Z.',
  );
}

function dayOf(end: Date): string {
  return new Date(end.getTime() - 5 * 3_600_000).toISOString().slice(0, 10);
}
