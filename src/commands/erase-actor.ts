import type { Refusal } from '../domain/refusal.js';
import { reasonRequired } from '../domain/refusal.js';
import { eraseActor, eraseKnown } from '../store/actors.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import type { Powers } from './powers.js';

export interface EraseRequest {
  readonly actorId: string;
  readonly reason?: string;
  readonly commandId: string;
}

export type Erased =
  | {
      readonly kind: 'erased';
      /** Where it is on record; none when the actor did nothing, or it was on record before. */
      readonly recorded: readonly { readonly ledger: string; readonly position: number }[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Records in each ledger in which an actor did something that its name is erased, then erases name
 * and identity. May be stopped and called again at any time. @throws Fault as the loop.
 */
export async function eraseActorEverywhere(
  { connection, loop, actor }: Powers,
  { actorId, reason, commandId }: EraseRequest,
): Promise<Erased> {
  if (reason === undefined) {
    return { kind: 'refused', refusal: reasonRequired('The erasure of an actor') };
  }
  const { ledgers, events } = collectionsOf(connection.db);
  const heads = await ledgers.find({}, { projection: { _id: 1 }, sort: { _id: 1 } }).toArray();
  const recorded: { ledger: string; position: number }[] = [];
  for (const { _id: ledger } of heads) {
    const acted = await events.findOne({ ledger, 'actor.id': actorId });
    const said = { ledger, type: 'ActorErased', 'data.actorId': actorId };
    if (acted === null || (await events.findOne(said)) !== null) continue;
    const outcome = await loop.execute({
      type: 'EraseActor',
      input: { entityId: ledger, actorId },
      ...{ ledger, correlationId: commandId, actor },
      commandId: `${commandId}/${ledger}`,
      reason,
    });
    if (outcome.kind === 'refused') return outcome;
    recorded.push(...outcome.positions.map((position) => ({ ledger, position })));
  }
  await eraseActor(connection.db, actorId);
  return { kind: 'erased', recorded };
}

/** Erases whom the logs say to be erased and who has a name all the same: a backup brought it back. */
export async function finishErasures(connection: Connection): Promise<number> {
  const { ledgers, events } = collectionsOf(connection.db);
  const erased = new Set<string>();
  for await (const { _id: ledger } of ledgers.find({}, { projection: { _id: 1 } })) {
    for await (const { data } of events.find({ ledger, type: 'ActorErased' })) {
      erased.add(String(data['actorId']));
    }
  }
  return eraseKnown(connection.db, [...erased]);
}
