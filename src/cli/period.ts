import { Command, InvalidArgumentError } from 'commander';
import type { RecordedEvent } from '../../events/index.js';
import type { Bitacora } from '../main.js';
import { readHeads } from '../projections/read-rows.js';
import { frontierOf } from '../store/head.js';
import { latestCheckpoint } from '../store/checkpoints.js';
import { collectionsOf } from '../store/collections.js';
import { rootOf } from '../store/merkle.js';
import type { RecordFlags } from './record.js';
import { print, recordCommand, requireLedger, withBitacora, withRecordOptions } from './record.js';

interface PeriodFlags extends RecordFlags {
  readonly plan: string;
  readonly quarter: string;
}

interface OpenFlags extends PeriodFlags {
  readonly cutoff?: string;
  readonly opensAt?: string;
  readonly closesAt?: string;
}

export function periodCommand(): Command {
  return new Command('period')
    .description('Open, close or reopen a quarter of a plan.')
    .exitOverride()
    .addCommand(openCommand())
    .addCommand(closeCommand())
    .addCommand(reopenCommand());
}

function ofQuarter(name: string, description: string): Command {
  return withRecordOptions(new Command(name).description(description))
    .requiredOption('--plan <id>', 'the plan')
    .requiredOption('--quarter <quarter>', 'the quarter, e.g. 2024-Q1', requireQuarter);
}

function openCommand(): Command {
  return ofQuarter('open', 'Open a quarter for reports; its dates are frozen thereby.')
    .option('--cutoff <date>', 'the day whose progress is reported (the end of the quarter)')
    .option('--opens-at <date>', 'first day of the window (the day after the end)')
    .option('--closes-at <date>', 'last day on which a report is on time (ten days after the end)')
    .action(({ plan: planId, quarter, cutoff, opensAt, closesAt, ...flags }: OpenFlags) =>
      withBitacora(async (bitacora) => {
        const input = {
          planId,
          quarter,
          ...(cutoff === undefined ? {} : { cutoff }),
          ...(opensAt === undefined ? {} : { opensAt }),
          ...(closesAt === undefined ? {} : { closesAt }),
        };
        const ledger = requireLedger('plan', planId);
        const recorded = await recordCommand(
          bitacora,
          ledger,
          { type: 'OpenPeriod', input },
          flags,
        );
        print([...recorded.lines, ...recorded.events.flatMap(windowLines)]);
      }),
    );
}

function closeCommand(): Command {
  return ofQuarter('close', 'Close a quarter by an act, and publish its figures.')
    .requiredOption('--act <text>', 'the act, e.g. "Acta 3 del comité"')
    .action(({ plan: planId, quarter, act, ...flags }: PeriodFlags & { readonly act: string }) =>
      withBitacora(async (bitacora) => {
        const input = { planId, quarter, act };
        const ledger = requireLedger('plan', planId);
        const command = { type: 'ClosePeriod', input } as const;
        const recorded = await recordCommand(bitacora, ledger, command, flags);
        const [closing] = recorded.events;
        const proof = await proofLines(bitacora, ledger, closing?.position ?? 0);
        print([...recorded.lines, ...recorded.events.flatMap(publicationLines), ...proof]);
      }),
    );
}

function reopenCommand(): Command {
  return ofQuarter('reopen', 'Open a closed quarter again; it needs a --reason.').action(
    ({ plan: planId, quarter, ...flags }: PeriodFlags) =>
      withBitacora(async (bitacora) => {
        const ledger = requireLedger('plan', planId);
        const command = { type: 'ReopenPeriod', input: { planId, quarter } } as const;
        print((await recordCommand(bitacora, ledger, command, flags)).lines);
      }),
  );
}

function requireQuarter(text: string): string {
  if (/^\d{4}-Q[1-4]$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a quarter like 2024-Q1.');
}

function windowLines(event: RecordedEvent): readonly string[] {
  if (event.type !== 'PeriodOpened') return [];
  const { cutoff, opensAt, closesAt } = event.data;
  return [`Cut-off ${cutoff}; reports are on time until ${closesAt} (window from ${opensAt}).`];
}

function publicationLines(event: RecordedEvent): readonly string[] {
  return event.type === 'PeriodClosed'
    ? [`Publication SHA-256: ${event.data.publicationHash}`]
    : [];
}

/** What the act of the committee should hold, so that the ledger can be checked against it. */
async function proofLines(
  { connection: { db }, keys }: Bitacora,
  ledger: string,
  closing: number,
): Promise<readonly string[]> {
  const [head] = await readHeads(db, [ledger]);
  if (head === undefined) return [];
  const last = keys && (await latestCheckpoint(collectionsOf(db), ledger));
  // One of before the closing, as when signing failed, says nothing of it.
  const signed = last !== undefined && last.size >= closing ? last : undefined;
  const rootHash = Buffer.from(rootOf(frontierOf(head))).toString('base64');
  const tree = signed ?? { size: head.position, rootHash };
  return [
    `Ledger size: ${tree.size}`,
    `Ledger root hash (SHA-256, base64): ${tree.rootHash}`,
    ...(signed === undefined
      ? ['Not signed: no checkpoint of it could be made.']
      : ['The checkpoint that signs them:', '', signed.note.trimEnd(), '']),
    'Write all this into the act: whoever has it can tell whether the record was altered.',
  ];
}
