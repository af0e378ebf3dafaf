import DataLoader from 'dataloader';
import type { Db, Document, Filter } from 'mongodb';
import type { ListOfOne } from '../../projections/page-each.js';
import { countDocsOfEach, pageDocsOfEach } from '../../projections/page-each.js';
import type { DocPage, PageBounds } from '../../projections/page-rows.js';
import { pageDocs } from '../../projections/page-rows.js';

/** The list of one thing, e.g. the history of an action. */
export interface OneList {
  readonly list: ListOfOne;
  readonly id: string;
}

/** Pages of lists, those of many things alike in one command. */
export interface Pages {
  page(of: OneList, bounds: PageBounds): Promise<DocPage<Document>>;
  /** Only of a field that holds one id. */
  count(of: OneList): Promise<number>;
  clear(): void;
}

/** Documents that one command may bring: some megabytes. */
const maxDocs = 10_000;

interface Key extends OneList {
  readonly bounds: PageBounds;
  /** All but the id. */
  readonly alike: string;
}

export function createPages(db: Db): Pages {
  const cacheKeyFn = ({ alike, id }: Pick<Key, 'alike' | 'id'>) => `${alike} ${id}`;
  const single = ({ list, id, bounds }: Key) => {
    const filter = { ...list.filter, [list.field]: id } as Filter<Document>;
    return pageDocs(db.collection(list.collection), filter, list.order, bounds);
  };
  const pages = new DataLoader<Key, DocPage<Document>, string>(
    (keys) =>
      inGroups(keys, async ([first, ...others]) => {
        const { list, bounds } = first;
        // Those with a bound are each at a place of their own.
        if (others.length === 0 || bounds.after !== undefined || bounds.before !== undefined) {
          return Promise.all([first, ...others].map(single));
        }
        const size = Math.max(1, Math.floor(maxDocs / (bounds.limit + 1)));
        const ids = [first, ...others].map(({ id }) => id);
        const parts = Array.from({ length: Math.ceil(ids.length / size) }, (_, n) =>
          pageDocsOfEach(db, list, ids.slice(n * size, (n + 1) * size), bounds),
        );
        return (await Promise.all(parts)).flat();
      }),
    { cacheKeyFn, maxBatchSize: 10_000 },
  );
  const counts = new DataLoader<Omit<Key, 'bounds'>, number, string>(
    (keys) =>
      inGroups(keys, (group) =>
        countDocsOfEach(
          db,
          group[0].list,
          group.map(({ id }) => id),
        ),
      ),
    { cacheKeyFn, maxBatchSize: 10_000 },
  );
  return {
    page: (of, bounds) => pages.load({ ...of, bounds, alike: JSON.stringify([of.list, bounds]) }),
    count: (of) => counts.load({ ...of, alike: JSON.stringify(of.list) }),
    clear() {
      pages.clearAll();
      counts.clearAll();
    },
  };
}

/** Reads keys that are alike together; the answers come in the order of the keys. */
async function inGroups<K extends { readonly alike: string }, V>(
  keys: readonly K[],
  read: (group: readonly [K, ...K[]]) => Promise<readonly V[]>,
): Promise<readonly (V | Error)[]> {
  const groups = new Map<string, [K, ...K[]]>();
  for (const key of keys) {
    const group = groups.get(key.alike);
    if (group === undefined) groups.set(key.alike, [key]);
    else group.push(key);
  }
  const answers = new Map<K, V | Error>();
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const found = await read(group).catch((error: unknown) => group.map(() => error as Error));
      for (const [i, key] of group.entries()) {
        answers.set(key, found[i] ?? new Error('every key has an answer'));
      }
    }),
  );
  return keys.map((key) => answers.get(key) ?? new Error('every key has an answer'));
}
