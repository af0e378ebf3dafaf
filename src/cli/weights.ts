import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { readWeights, WeightsFileError } from '../importer/weights-file.js';
import { findRows, readHeads } from '../projections/read-rows.js';
import type { RecordFlags } from './record.js';
import { print, recordCommand, requireLedger, withBitacora, withRecordOptions } from './record.js';

export function weightsCommand(): Command {
  return new Command('weights')
    .description("Set the weights of a plan's actions.")
    .exitOverride()
    .addCommand(setCommand());
}

function setCommand(): Command {
  const command = new Command('set')
    .description('Set the weights of all actions of a plan at once, from a file.')
    .argument('<file>', 'two columns: the number of the action, and its weight in %')
    .requiredOption('--plan <id>', 'the plan');
  return withRecordOptions(command).action(
    async (path: string, { plan: planId, ...flags }: RecordFlags & { readonly plan: string }) => {
      const ledger = requireLedger('plan', planId);
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw new WeightsFileError(`${path} can't be read. Check the path.`, { cause });
      });
      const { lines } = await withBitacora(async (bitacora) => {
        const { db } = bitacora.connection;
        const [head] = await readHeads(db, [ledger]);
        const rows = head === undefined ? [] : await findRows(db, head, 'actions', { planId });
        const weights = readWeights(
          bytes,
          rows.map(({ state }) => state),
        );
        const input = { planId, weights };
        return recordCommand(bitacora, ledger, { type: 'SetPlanWeights', input }, flags);
      });
      print(lines);
    },
  );
}
