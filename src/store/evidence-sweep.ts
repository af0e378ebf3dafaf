import type { Db } from 'mongodb';
import { ObjectId } from 'mongodb';
import { bucketName, filesOf, isNamed, keptMs } from './evidence-files.js';

const forever = new Date('9999-12-31');

/**
 * Deletes files that nothing has named for a day, and what broken-off uploads left behind. Answers
 * how many files went. Safe beside uploads and attachments: who attaches holds the file first, and
 * a file that is held by the time its document would be deleted stays.
 */
export async function sweepFiles(db: Db): Promise<number> {
  const { files, chunks } = filesOf(db);
  const expired = { $expr: { $lt: ['$metadata.heldUntil', '$$NOW'] } };
  let swept = 0;
  for await (const { _id, metadata } of files.find(expired)) {
    if (metadata.sha256 !== undefined && (await isNamed(db, metadata.sha256))) {
      // It stays named, so this needn't be looked at again.
      await files.updateOne({ _id }, { $set: { 'metadata.heldUntil': forever } });
      continue;
    }
    // The document goes first and alone decides; chunks without one are nobody's.
    const { deletedCount } = await files.deleteOne({ _id, ...expired });
    if (deletedCount === 0) continue;
    await chunks.deleteMany({ files_id: _id });
    swept += 1;
  }
  await sweepChunks(db);
  return swept;
}

/** An upload writes its chunks before its document; one that was killed leaves them alone. */
async function sweepChunks(db: Db): Promise<void> {
  const { chunks } = filesOf(db);
  const dayAgo = ObjectId.createFromTime(Math.floor((Date.now() - keptMs) / 1_000));
  const orphans = chunks.aggregate<{ readonly files_id: ObjectId }>([
    { $match: { files_id: { $lt: dayAgo }, n: 0 } },
    {
      $lookup: {
        from: `${bucketName}.files`,
        localField: 'files_id',
        foreignField: '_id',
        as: 'file',
      },
    },
    { $match: { file: [] } },
    { $project: { files_id: 1 } },
  ]);
  for await (const { files_id } of orphans) await chunks.deleteMany({ files_id });
}
