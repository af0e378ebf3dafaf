import { Command } from 'commander';
import type { RecordFlags } from './record.js';
import { print, recordCommand, requireLedger, withBitacora, withRecordOptions } from './record.js';

export function officeCommand(): Command {
  return new Command('office')
    .description('Rename an office, add a spelling of its name, or merge it into another.')
    .exitOverride()
    .addCommand(renameCommand())
    .addCommand(aliasCommand())
    .addCommand(mergeCommand());
}

function renameCommand(): Command {
  const command = new Command('rename')
    .description('Give an office a new name; earlier dates show the earlier one.')
    .argument('<office>', 'its id, e.g. office_rmbc_7k2m9x')
    .argument('<name>', 'its new name');
  return withRecordOptions(command).action((officeId: string, name: string, flags: RecordFlags) =>
    record({ type: 'RenameOffice', input: { officeId, name } }, flags),
  );
}

function aliasCommand(): Command {
  const command = new Command('alias')
    .description("Add another spelling of an office's name, so that plan files find it.")
    .argument('<office>', 'its id, e.g. office_rmbc_7k2m9x')
    .argument('<spelling>', 'the other spelling, to the letter');
  return withRecordOptions(command).action((officeId: string, alias: string, flags: RecordFlags) =>
    record({ type: 'AddOfficeAlias', input: { officeId, alias } }, flags),
  );
}

function mergeCommand(): Command {
  const command = new Command('merge')
    .description('Merge an office into another; it needs a --reason.')
    .argument('<office>', 'the office that goes')
    .requiredOption('--into <office>', 'the office that it goes into');
  return withRecordOptions(command).action(
    (officeId: string, { into, ...flags }: RecordFlags & { readonly into: string }) =>
      record({ type: 'MergeOffices', input: { officeId, intoOfficeId: into } }, flags),
  );
}

type OfficeChange = Extract<
  Parameters<typeof recordCommand>[2],
  { readonly type: 'RenameOffice' | 'AddOfficeAlias' | 'MergeOffices' }
>;

async function record(command: OfficeChange, flags: RecordFlags): Promise<void> {
  const ledger = requireLedger('office', command.input.officeId);
  const { lines } = await withBitacora((bitacora) =>
    recordCommand(bitacora, ledger, command, flags),
  );
  print(lines);
}
