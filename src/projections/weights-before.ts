import type { DataOf } from '../../events/index.js';
import type { Collections, StoredEvent } from '../store/collections.js';
import { decode } from '../store/decode.js';

type Weights = DataOf<'PlanWeightsSet'>['weights'];

/** The place of a `PlanWeightsSet` of a plan. */
export interface WeightsPlace {
  readonly ledger: string;
  readonly planId: string;
  readonly position: number;
}

/**
 * The weights that plans had before these places, in basis points by action and in the order of the
 * places; undefined where none were set before, an Error where they can't be read. One query for
 * each ledger: an entry holds only what was set, since twice the weights of a large plan would not
 * fit into one.
 */
export async function weightsBefore(
  { events, ledgers }: Collections,
  places: readonly WeightsPlace[],
): Promise<readonly (Weights | Error | undefined)[]> {
  const found = new Map<string, Weights | Error>();
  for (const ledger of new Set(places.map((place) => place.ledger))) {
    const own = places.filter((place) => place.ledger === ledger);
    const pipeline = [
      { $match: { ledger, type: 'PlanWeightsSet', $expr: earlierOfPlan } },
      { $sort: { position: -1 } },
      { $limit: 1 },
    ];
    const asked = own.map(({ planId, position }) => ({ $literal: { planId, position } }));
    const variables = { planId: '$of.planId', position: '$of.position' };
    const cursor = ledgers.aggregate<{ of: Omit<WeightsPlace, 'ledger'>; event: StoredEvent }>([
      // One document to begin with; the places are the caller's.
      { $match: { _id: ledger } },
      { $project: { _id: 0, of: asked } },
      { $unwind: '$of' },
      { $lookup: { from: events.collectionName, let: variables, pipeline, as: 'event' } },
      { $unwind: '$event' },
    ]);
    for await (const { of, event } of cursor) {
      found.set(keyOf({ ...of, ledger }), weightsIn(event));
    }
  }
  return places.map((place) => found.get(keyOf(place)));
}

function weightsIn(stored: StoredEvent): Weights | Error {
  try {
    const event = decode(stored);
    return event.type === 'PlanWeightsSet' ? event.data.weights : {};
  } catch (error) {
    return error as Error;
  }
}

const earlierOfPlan = {
  $and: [{ $eq: ['$subject.planId', '$$planId'] }, { $lt: ['$position', '$$position'] }],
};

const keyOf = ({ ledger, planId, position }: WeightsPlace) => `${ledger} ${planId} ${position}`;
