import { inspect } from 'node:util';
import type { Drift, DriftedField } from '../projections/drift-compare.js';
import { findDrift } from '../projections/drift.js';
import { sampleDrift } from '../projections/drift-sample.js';
import type { Connection } from '../store/connect.js';
import { createProgress } from './progress.js';

export interface VerifyScope {
  readonly connection: Connection;
  readonly ledgers: readonly string[];
  /** Rows to draw of each read model; without it, all. */
  readonly sample?: number;
  readonly say: (line: string) => void;
}

/** Compares rows with the fold of the log; says what differs. True when nothing does. */
export async function verifyState(scope: VerifyScope): Promise<boolean> {
  let sound = true;
  for (const ledger of scope.ledgers) {
    const count = await sayDrift(ledger, scope);
    const which = scope.sample === undefined ? 'every row' : 'every row of the sample';
    if (count === 0) scope.say(`"${ledger}": ${which} is what the log says.`);
    else {
      scope.say(
        `"${ledger}": ROW_DIFFERS: ${count} rows are not what the log says. Run "bitacora rebuild".`,
      );
    }
    sound &&= count === 0;
  }
  return sound;
}

async function sayDrift(
  ledger: string,
  { connection, sample, ...scope }: VerifyScope,
): Promise<number> {
  const progress = createProgress(`Comparing "${ledger}"`, process.stderr);
  const onProgress = (done: number, total: number) => progress.update(done, total, '');
  const options = { connection, ledger, onProgress };
  const found =
    sample === undefined ? findDrift(options) : sampleDrift({ ...options, size: sample });
  let count = 0;
  try {
    for await (const drift of found) {
      progress.stop();
      count += 1;
      linesOf(drift).forEach(scope.say);
    }
  } finally {
    progress.stop();
  }
  return count;
}

function linesOf({ ledger, model, id, kind, fields }: Drift): readonly string[] {
  const row = `"${ledger}" ${model} ${id}`;
  switch (kind) {
    case 'missing':
      return [`${row}: missing`];
    case 'extra':
      return [`${row}: extra, the log has nothing of it`];
    case 'differs':
      return [`${row}: differs`, ...fields.map(fieldLine)];
  }
}

function fieldLine({ field, row, fold }: DriftedField): string {
  return `  ${field}: ${valueText(row)}, by the log ${valueText(fold)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'absent';
  return inspect(value, { breakLength: Infinity, maxStringLength: 200, maxArrayLength: 20 });
}
