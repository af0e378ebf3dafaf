import { Command, InvalidArgumentError } from 'commander';
import type { StoredAccess } from '../store/accesses.js';
import { readAccesses } from '../store/accesses.js';
import { print, withBitacora } from './record.js';

const most = 10_000;

export function accessLogCommand(): Command {
  return new Command('access-log')
    .description('Show who saw the names of people or exported a log, the newest first.')
    .exitOverride()
    .option('--limit <count>', `how many at most, up to ${most}`, requireLimit, 100)
    .action(({ limit }: { readonly limit: number }) =>
      withBitacora(async ({ connection }) => {
        const accesses = await readAccesses(connection.db, limit);
        print(accesses.length === 0 ? ['Nothing was accessed.'] : accesses.map(lineOf));
      }),
    );
}

function lineOf({ at, actorId, what, address, ledgers, requestId }: StoredAccess): string {
  return [
    ...[at.toISOString(), actorId ?? 'nobody known', what],
    ...(ledgers === undefined ? [] : [`of ${ledgers.join(', ')}`]),
    address === undefined ? 'at the command line' : `from ${address}`,
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ].join('  ');
}

function requireLimit(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
}
