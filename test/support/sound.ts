import { expect } from '@jest/globals';
import { collectionsOf } from '../../src/store/collections.js';
import type { Connection } from '../../src/store/connect.js';
import { frontierOf } from '../../src/store/head.js';
import { appendLeaves, EMPTY_FRONTIER, rootOf } from '../../src/store/merkle.js';
import { inSnapshot } from '../../src/store/transaction.js';
import type { TestLedger } from './ledger.js';

/** Nothing acknowledged is lost, nothing is there twice or by half, positions and tree are right. */
export async function expectSound(
  connection: Connection,
  ledger: TestLedger,
  acknowledged: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  const answered = new Map(acknowledged);
  const { head, events, receipts } = await inSnapshot(connection.client, async (session) => {
    const scope = { ledger: ledger.name };
    const collections = collectionsOf(connection.db);
    return {
      head: await collections.ledgers.findOne({ _id: ledger.name }, { session }),
      events: await collections.events
        .find(scope, { session, sort: { position: 1 }, projection: { data: 0 } })
        .toArray(),
      receipts: await collections.commands.find(scope, { session }).toArray(),
    };
  });
  expect(head?.position).toBe(events.length);
  expect(events.findIndex(({ position }, i) => position !== i + 1)).toBe(-1);
  const leaves = events.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
  const { frontier } = appendLeaves(EMPTY_FRONTIER, leaves);
  if (head === null) throw new Error('no head');
  expect(rootOf(frontierOf(head))).toEqual(rootOf(frontier));

  const byCommand = new Map<string, number[]>();
  for (const { commandId, position } of events) {
    byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), position]);
  }
  const same = (a: readonly number[] | undefined, b: readonly number[]) => a?.join() === b.join();
  // Half a command: a receipt without its events, or events without their receipt.
  const halves = receipts.filter(
    ({ commandId, positions }) => !same(byCommand.get(commandId), positions),
  );
  expect(halves).toEqual([]);
  expect(byCommand.size).toBe(receipts.length);
  const lost = [...answered].filter(
    ([commandId, positions]) => !same(byCommand.get(commandId), positions),
  );
  expect(lost).toEqual([]);
}
