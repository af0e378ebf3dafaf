import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientSession, Collection, Db, GridFSFile } from 'mongodb';
import { GridFSBucket, ObjectId } from 'mongodb';
import { isDuplicateKey } from './duplicate-key.js';
import { Fault } from './faults.js';

/** What is known of an uploaded file. */
export interface StoredFile {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** The name under which its content was first uploaded. */
  readonly fileName: string;
}

export interface Metadata {
  sha256?: string;
  readonly mediaType: string;
  /** Until then it is not swept, whether anything names it or not. */
  readonly heldUntil: Date;
}

type FileDoc = Omit<GridFSFile, 'metadata'> & { readonly metadata: Metadata };

export interface FileCollections {
  readonly files: Collection<FileDoc>;
  readonly chunks: Collection<{ readonly files_id: ObjectId; readonly n: number }>;
}

/** How long a file is kept that nothing names, in ms. */
export const keptMs = 24 * 60 * 60 * 1_000;

export const bucketName = 'evidence';

// Files of evidence, in GridFS and by their content: the same bytes are kept once, for all ledgers.

export function filesOf(db: Db): FileCollections {
  return {
    files: db.collection(`${bucketName}.files`),
    chunks: db.collection(`${bucketName}.chunks`),
  };
}

/**
 * The file with this content, if it is here; it is then kept for a day from now on. The clock is
 * the database's alone, so that holding and sweeping never disagree about the time.
 */
export async function holdFile(db: Db, sha256: string): Promise<StoredFile | undefined> {
  const heldUntil = { $add: ['$$NOW', keptMs] };
  const found = await filesOf(db).files.findOneAndUpdate(
    { 'metadata.sha256': sha256 },
    [{ $set: { 'metadata.heldUntil': heldUntil } }],
    { returnDocument: 'after' },
  );
  return found === null ? undefined : fileOf(found, sha256);
}

/**
 * Keeps a content, durable on a majority; `created` is false when it was here already. What
 * `content` throws is thrown on, and nothing is kept then.
 * @throws Fault BUSY when the same content was swept in the same moment.
 */
export async function writeFile(
  db: Db,
  content: AsyncIterable<Uint8Array>,
  { mediaType, fileName }: Pick<StoredFile, 'mediaType' | 'fileName'>,
): Promise<StoredFile & { readonly created: boolean }> {
  const id = new ObjectId();
  // The driver writes the file's document at the end, from this very object: by then the hash is
  // known. So the file can't be seen before it is whole.
  const metadata: Metadata = { mediaType, heldUntil: new Date(Date.now() + keptMs) };
  const hash = createHash('sha256');
  async function* hashed() {
    for await (const part of content) {
      hash.update(part);
      yield part;
    }
    metadata.sha256 = hash.digest('hex');
  }
  const bucket = new GridFSBucket(db, { bucketName });
  const upload = bucket.openUploadStreamWithId(id, fileName, { metadata });
  const created = await pipeline(hashed, upload).then(
    () => true,
    async (error: unknown) => {
      await filesOf(db).chunks.deleteMany({ files_id: id });
      if (isSameContent(error)) return false;
      throw error;
    },
  );
  const stored = await holdFile(db, metadata.sha256 ?? '');
  if (stored !== undefined) return { ...stored, created };
  throw new Fault('BUSY', 'The same file was being swept away. Upload it again.');
}

/** A file that events name, and the ledgers of these. */
export interface NamedFile {
  readonly file: StoredFile;
  readonly ledgers: readonly string[];
  content(): Readable;
}

/** A content that an event of the log names; undefined for any other, uploaded or not. */
export async function readFile(db: Db, sha256: string): Promise<NamedFile | undefined> {
  const found = await filesOf(db).files.findOne({ 'metadata.sha256': sha256 });
  const ledgers = found === null ? [] : await ledgersNaming(db, sha256);
  if (found === null || ledgers.length === 0) return undefined;
  const bucket = new GridFSBucket(db, { bucketName });
  return {
    file: fileOf(found, sha256),
    ledgers,
    content: () => bucket.openDownloadStream(found._id),
  };
}

async function ledgersNaming(db: Db, sha256: string): Promise<readonly string[]> {
  return db.collection<{ ledger: string }>('events').distinct('ledger', {
    'data.evidence.file.sha256': sha256,
  });
}

/** Puts the hash of a file in place of its name, in the caller's transaction. */
export async function forgetFileName(
  db: Db,
  session: ClientSession,
  sha256: string,
  fileName: string,
): Promise<void> {
  const named = { 'metadata.sha256': sha256, filename: fileName };
  await filesOf(db).files.updateOne(named, { $set: { filename: sha256 } }, { session });
}

/** Whether an event of any ledger names a content. Events are never taken back. */
export async function isNamed(db: Db, sha256: string): Promise<boolean> {
  const events = db.collection('events');
  const named = { 'data.evidence.file.sha256': sha256 };
  return (await events.findOne(named, { projection: { _id: 1 } })) !== null;
}

function fileOf({ length, filename, metadata }: FileDoc, sha256: string): StoredFile {
  return { sha256, size: length, mediaType: metadata.mediaType, fileName: filename };
}

/** By key pattern: two uploads of one content at once, of which the first is kept. */
function isSameContent(error: unknown): boolean {
  if (!isDuplicateKey(error)) return false;
  const { keyPattern } = error as { keyPattern?: Readonly<Record<string, unknown>> };
  return keyPattern !== undefined && 'metadata.sha256' in keyPattern;
}
