import type { Db, Document } from 'mongodb';
import type { DocPage, Order, PageBounds } from './page-rows.js';
import { pageOf, sortOf } from './page-rows.js';

/** A list of the documents whose `field` is one thing's id: of many things at once. */
export interface ListOfOne {
  readonly collection: string;
  readonly field: string;
  /** What else holds for them; it names a ledger that there is. */
  readonly filter: Document & { readonly ledger: string };
  readonly order: Order;
}

/**
 * The first page (or the last) of each thing's list, in the order of the ids and in one command:
 * of each list the database reads no more than the page and one, by the list's own index.
 */
export async function pageDocsOfEach(
  db: Db,
  { collection, field, filter, order }: ListOfOne,
  ids: readonly string[],
  page: PageBounds,
): Promise<readonly DocPage<Document>[]> {
  const found = new Map<string, Document[]>(ids.map((id) => [id, []]));
  const pipeline = [{ $match: filter }, { $sort: sortOf(order, page) }, { $limit: page.limit + 1 }];
  const lookup = { from: collection, localField: 'id', foreignField: field, pipeline, as: 'doc' };
  const cursor = db.collection<{ _id: string }>('ledgers').aggregate<{ id: string; doc: Document }>(
    [
      // One document to begin with; the ids are the caller's.
      { $match: { _id: filter.ledger } },
      { $project: { _id: 0, id: ids.map((id) => ({ $literal: id })) } },
      { $unwind: '$id' },
      { $lookup: lookup },
      { $unwind: '$doc' },
    ],
    { batchSize: 10_000 },
  );
  for await (const { id, doc } of cursor) found.get(id)?.push(doc);
  return ids.map((id) => pageOf(found.get(id) ?? [], page));
}

/** How many documents each thing has, in the order of the ids, by the index alone where it can be. */
export async function countDocsOfEach(
  db: Db,
  { collection, field, filter }: Omit<ListOfOne, 'order'>,
  ids: readonly string[],
): Promise<readonly number[]> {
  const groups = await db
    .collection(collection)
    .aggregate<{ _id: string; count: number }>(
      [
        { $match: { ...filter, [field]: { $in: ids } } },
        { $group: { _id: `$${field}`, count: { $sum: 1 } } },
      ],
      { batchSize: 10_000 },
    )
    .toArray();
  const counts = new Map(groups.map(({ _id, count }) => [_id, count]));
  return ids.map((id) => counts.get(id) ?? 0);
}
