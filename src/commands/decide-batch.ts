import type { Catalogue } from '../../events/index.js';
import type { NewEvent } from '../domain/command.js';
import { checkExpectedVersion } from '../domain/expected-version.js';
import { handlerOf } from '../domain/handlers.js';
import type { Refusal } from '../domain/refusal.js';
import { badInput, isRefusal, notFound } from '../domain/refusal.js';
import { aggregateOf, fold, models } from '../projections/fold.js';
import type { Rows } from '../projections/rows.js';
import type { Receipt, StoredEvent, StoredPublication } from '../store/collections.js';
import { decode } from '../store/decode.js';
import { EntryError } from '../store/entry-error.js';
import { seal } from '../store/seal.js';
import type { CommandRequest, Outcome } from './request.js';
import { answerFrom, receiptOf } from './request.js';

export interface Batch {
  readonly outcomes: readonly Outcome[];
  readonly events: readonly StoredEvent[];
  readonly receipts: readonly Receipt[];
  readonly publications: readonly StoredPublication[];
}

export interface BatchBasis {
  readonly catalogue: Catalogue;
  /** The position of the last event on record. */
  readonly position: number;
  readonly recordedAt: Date;
  readonly receipts: readonly Receipt[];
  readonly rows: Rows;
}

/**
 * Decides requests one after the other, each on the states that the earlier ones made. A refusal
 * is that request's alone. `rows` holds the new states afterwards.
 */
export function decideBatch(requests: readonly CommandRequest[], basis: BatchBasis): Batch {
  const events: StoredEvent[] = [];
  const receipts: Receipt[] = [];
  const publications: StoredPublication[] = [];
  const known = new Map(basis.receipts.map((receipt) => [receipt.commandId, receipt]));

  const outcomes = requests.map((request): Outcome => {
    const receipt = known.get(request.commandId);
    if (receipt !== undefined) return answerFrom(receipt, request);
    const before = basis.position + events.length;
    if (before === 0 && request.type !== 'RegisterEntity') return noSuchLedger(request);
    const decided = decideOne(request, basis, before);
    if (isRefusal(decided)) return { kind: 'refused', refusal: decided };
    const sealed = sealAll(decided, request, basis, before);
    if (isRefusal(sealed)) return { kind: 'refused', refusal: sealed };
    publications.push(...publicationsIn(decided, sealed));
    const recorded = sealed.map((event) => decode(event, basis.catalogue));
    for (const event of recorded) fold(event, basis.rows);
    events.push(...sealed);
    const positions = sealed.map(({ position }) => position);
    const fresh = receiptOf(request, positions, basis.recordedAt);
    receipts.push(fresh);
    known.set(request.commandId, fresh);
    return { kind: 'recorded', positions, duplicate: false, events: recorded };
  });
  return { outcomes, events, receipts, publications };
}

/** A ledger begins with its entity; before that, there is nothing to be found in it. */
export function noSuchLedger({ ledger }: CommandRequest): Outcome {
  return { kind: 'refused', refusal: notFound('entityId', ledger) };
}

function decideOne(request: CommandRequest, { rows, recordedAt }: BatchBasis, position: number) {
  const handler = handlerOf(request.type);
  const { model, id } = handler.target(request.input);
  const stream = models[model].streamOf(id);
  const actual = rows.row(model, id)?.streamVersion ?? 0;
  const lost = checkExpectedVersion(stream, request.expectedStreamVersion ?? 'any', actual);
  if (lost !== undefined) return lost;
  const { actor, reason } = request;
  return handler.decide(request.input, rows, {
    recordedAt,
    position,
    actor,
    imported: request.importId !== undefined,
    ...(reason === undefined ? {} : { reason }),
  });
}

function sealAll(
  decided: readonly NewEvent[],
  request: CommandRequest,
  { catalogue, recordedAt, rows }: BatchBasis,
  position: number,
): readonly StoredEvent[] | Refusal {
  const versions = new Map<string, number>();
  const sealed: StoredEvent[] = [];
  for (const { type, data, stream, subject } of decided) {
    const wrong = checkShape(catalogue, type, data);
    if (wrong !== undefined) return wrong;
    const before = versions.get(stream) ?? streamVersionOf(rows, stream);
    versions.set(stream, before + 1);
    const { ledger, actor, commandId, correlationId, importId } = request;
    const place = { position: position + sealed.length + 1, stream, streamVersion: before + 1 };
    const about = { ...subject, ...(importId === undefined ? {} : { importId }) };
    const facts = { type, data, subject: about, actor, recordedAt };
    const envelope = { ledger, ...place, ...facts, commandId, correlationId, ...givenOf(request) };
    try {
      sealed.push(seal(envelope, catalogue));
    } catch (error) {
      if (error instanceof EntryError) return badInput(error.message, { field: error.path });
      throw error;
    }
  }
  return sealed;
}

/** The last guard of the log: whoever made the command, only data of its shape is kept. */
function checkShape(catalogue: Catalogue, type: string, data: unknown): Refusal | undefined {
  const parsed = catalogue[type]?.data.safeParse(data);
  if (parsed?.success === true) return undefined;
  const issue = parsed?.error.issues[0];
  const field = issue?.path.join('.') ?? type;
  const expected = issue?.message ?? 'a type of the catalogue';
  return badInput(`"${field}" can't be recorded: ${expected}.`, { field, expected });
}

function streamVersionOf(rows: Rows, stream: string): number {
  const { model, id } = aggregateOf(stream);
  return rows.row(model, id)?.streamVersion ?? 0;
}

/** What a decision froze, with the event that carries its hash. */
function publicationsIn(decided: readonly NewEvent[], sealed: readonly StoredEvent[]) {
  return decided.flatMap(({ publication }, i): StoredPublication[] => {
    const event = sealed[i];
    if (publication === undefined || event === undefined) return [];
    const { ledger, position, recordedAt } = event;
    return [{ ledger, position, recordedAt, publication }];
  });
}

function givenOf({ causationId, reason, occurredOn, source }: CommandRequest) {
  return {
    ...(causationId === undefined ? {} : { causationId }),
    ...(reason === undefined ? {} : { reason }),
    ...(occurredOn === undefined ? {} : { occurredOn }),
    ...(source === undefined ? {} : { source }),
  };
}
