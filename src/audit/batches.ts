import type { AbstractCursor } from 'mongodb';

/**
 * The documents of a cursor as they come from the database, one batch (16 MB at most) after the
 * other. While one is worked on the next is under way, so neither side waits for the other.
 */
export async function* batchesOf<T>(cursor: AbstractCursor<T>): AsyncGenerator<readonly T[]> {
  try {
    let more = cursor.hasNext();
    while (await more) {
      const documents = cursor.readBufferedDocuments();
      more = cursor.hasNext();
      // Should the reader stop before asking again, nobody hears of a failure.
      more.catch(() => undefined);
      yield documents;
    }
  } finally {
    await cursor.close();
  }
}
