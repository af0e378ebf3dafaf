import { readFile, stat } from 'node:fs/promises';
import type { Brought } from '../audit/brought.js';
import { readBrought } from '../audit/brought.js';
import type { Loss } from '../audit/restores.js';
import type { Verdict } from '../audit/verdict.js';
import { verifyDatabase } from '../audit/verify-database.js';
import { verifyExport } from '../audit/verify-export.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import type { PublicKey } from '../store/keys.js';
import { parsePublicKeys } from '../store/keys-ring.js';
import { createProgress } from './progress.js';

export interface LogScope {
  /** Files of checkpoints kept outside. */
  readonly checkpoint: readonly string[];
  /** A file of verifier keys. */
  readonly key?: string;
  readonly entity?: string;
  readonly say: (line: string) => void;
}

/** Verifies the log in a database. */
export async function verifyLog(
  { db }: Connection,
  ownKeys: readonly PublicKey[],
  scope: LogScope,
): Promise<Soundness> {
  const brought = await readCheckpoints(scope);
  const publicKeys = [...ownKeys, ...(await readKeys(scope))];
  const progress = createProgress('Verifying', process.stderr);
  try {
    const verdicts = await verifyDatabase(collectionsOf(db), {
      publicKeys,
      brought,
      ...(scope.entity === undefined ? {} : { ledger: scope.entity }),
      onProgress: (events, total) => progress.update(events, total, 'events'),
    });
    progress.stop();
    return sayVerdicts(verdicts, scope);
  } finally {
    progress.stop();
  }
}

/** Verifies an export; needs nothing but files. */
export async function verifyFile(path: string, scope: LogScope): Promise<Soundness> {
  const brought = await readCheckpoints(scope);
  const publicKeys = await readKeys(scope);
  const { size } = await stat(path);
  const progress = createProgress('Verifying', process.stderr);
  try {
    const verdicts = await verifyExport(path, {
      publicKeys,
      brought,
      ...(scope.entity === undefined ? {} : { ledger: scope.entity }),
      onProgress: (bytes) => progress.update(bytes, size, 'bytes'),
    });
    progress.stop();
    const sound = sayVerdicts(verdicts, scope);
    if (publicKeys.length === 0) scope.say(keysOfTheFile);
    return sound;
  } finally {
    progress.stop();
  }
}

const keysOfTheFile =
  'The signatures were checked against the keys in the file itself. Whoever made the file could have put in keys of their own: give those that you have from elsewhere by --key.';

/** `lost`: all that is there holds, and a restore on record explains what isn't. */
export type Soundness = 'sound' | 'lost' | 'broken';

const lossLine = (ledger: string, { size, keptSize, position }: Loss) =>
  `"${ledger}": LOST by a restore, as position ${position} tells: what stood at ${keptSize + 1} to ${size}, which the checkpoint you brought signed.`;

function sayVerdicts(verdicts: readonly Verdict[], { say, checkpoint }: LogScope): Soundness {
  // Whoever verifies the wrong database, or one that was emptied, must not be told that all is well.
  if (verdicts.length === 0) {
    say('There is no ledger here: nothing was verified. Is this the database that you mean?');
    return 'broken';
  }
  for (const verdict of verdicts) {
    const { ledger, size, rootHash, checkpoints, redacted, unredacted, broken } = verdict;
    if (broken !== undefined) {
      const where = broken.position === 0 ? 'the ledger' : `position ${broken.position}`;
      say(`"${ledger}": BROKEN at ${where}: ${broken.code}`);
      say(`  ${broken.message}`);
      continue;
    }
    const gone = redacted === 0 ? '' : `, ${redacted} of them with redacted texts`;
    if (unredacted > 0) {
      say(
        `"${ledger}": ${unredacted} entries still hold texts that are on record as redacted. Run "bitacora redact --entity ${ledger} --resume".`,
      );
    }
    if (verdict.uncompared !== undefined) {
      say(
        `"${ledger}": What was published couldn't be compared with the log: ${verdict.uncompared}`,
      );
    }
    for (const loss of verdict.losses ?? []) say(lossLine(ledger, loss));
    say(`"${ledger}": ${size} events hold${gone}; checkpoints: ${checkpoints}. Root ${rootHash}`);
  }
  if (checkpoint.length === 0) {
    say(
      'Verified against itself. A cut tail, a rewrite or an old backup shows only against a checkpoint kept outside: --checkpoint FILE.',
    );
  }
  // What couldn't be compared isn't known to hold.
  const isSound = ({ broken, uncompared }: Verdict) => (broken ?? uncompared) === undefined;
  if (!verdicts.every(isSound)) return 'broken';
  return verdicts.some(({ losses }) => losses !== undefined) ? 'lost' : 'sound';
}

function readCheckpoints({ checkpoint }: LogScope): Promise<readonly Brought[]> {
  return Promise.all(checkpoint.map(async (path) => readBrought(await readFile(path, 'utf8'))));
}

export async function readKeys({ key }: Pick<LogScope, 'key'>): Promise<readonly PublicKey[]> {
  return key === undefined ? [] : parsePublicKeys(await readFile(key, 'utf8'));
}
