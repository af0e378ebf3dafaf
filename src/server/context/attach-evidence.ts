import type { Command } from '../../../schema/command.js';
import type { Db } from 'mongodb';
import type { Evidence } from '../../../events/index.js';
import { idFor } from '../../domain/ids.js';
import type { Refusal } from '../../domain/refusal.js';
import { holdFile } from '../../store/evidence-files.js';
import type { About } from './about.js';
import { placeOf } from './about.js';

/**
 * An evidence command with what is known of its file. The file is held, so that it is not swept
 * away between here and the event that names it. Refused: a SHA-256 that is not uploaded.
 */
export async function aboutEvidence(
  { type, input }: Command<'AttachEvidence'>,
  commandId: string,
  db: Db,
): Promise<About | Refusal> {
  const { title, date, url, sha256, fileName, ...target } = input;
  const { actionId, quarter } = target;
  const place = placeOf('action', actionId);
  const held = sha256 === undefined ? undefined : await holdFile(db, sha256);
  if (sha256 !== undefined && held === undefined) return notUploaded(actionId, sha256);
  const evidence: Evidence = {
    evidenceId: idFor('evidence', place.ledger ?? '', commandId),
    title,
    ...(date === undefined ? {} : { date }),
    ...(url === undefined ? {} : { url }),
    ...(held === undefined ? {} : { file: { ...held, fileName: fileName ?? held.fileName } }),
  };
  return {
    ...place,
    command: { type, input: { ...target, evidence } },
    ids: { actionId, quarter },
  };
}

function notUploaded(actionId: string, sha256: string): Refusal {
  return {
    code: 'NOT_FOUND',
    field: 'sha256',
    message: `No file with this SHA-256 is here. Upload it first: POST /actions/${actionId}/evidence-files. A file that nothing names is kept for a day only.`,
    expected: 'the SHA-256 of an uploaded file',
    actual: sha256,
  };
}
