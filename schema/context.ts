import type { EventName } from '../events/index.js';
import type { ActionPage, ActionRequestView } from './action-list.js';
import type { Command, CommandResult } from './command.js';
import type { AsOfView, FiguresPort } from './figures.js';
import type { HistoryOrder } from './history.input.js';
import type { NodeView } from './node.type.js';
import type { PlanDiffView } from './plan-diff-views.js';
import type { PeriodView, PublicationView } from './period-views.js';
import type {
  ActionView,
  ActorFactsView,
  ChangeView,
  ConsistencyProofView,
  EntityView,
  HistoryEntryView,
  InclusionProofView,
  LedgerView,
  MomentView,
  OfficeView,
  PlanView,
  ReportView,
} from './views.js';

/**
 * The port that resolvers talk to: one method for each thing that can be asked, made anew for
 * each request. Each resolver's body is one call on it; whatever needs a rule, the log, a read
 * model or the caller's identity lives behind it.
 *
 * What doesn't exist is undefined, never an error. What the caller asked wrongly (a strange
 * cursor, a quarter outside the plan's year) is thrown as `inputError`. Everything else thrown is
 * a fault, with its stable code in `extensions.code`.
 */
export interface Context {
  /** Analysts' figures. */
  readonly figures: FiguresPort;

  /** Whatever has this id. */
  node(id: string): Promise<NodeView | undefined>;
  /** In the order of the ids; one that can't be read is an Error in its place. */
  nodes(ids: readonly string[]): Promise<readonly (NodeView | Error | undefined)[]>;

  entity(id: string, when?: When): Promise<EntityView | undefined>;
  plan(id: string, when?: When): Promise<PlanView | undefined>;
  action(id: string, when?: When): Promise<ActionView | undefined>;
  office(id: string, when?: When): Promise<OfficeView | undefined>;
  /** The offices with these ids, in this order. */
  offices(ids: readonly string[], when?: When): Promise<readonly OfficeView[]>;
  /** The offices that answer for these: one that went into another is that one, and once. */
  answering(ids: readonly string[], when?: When): Promise<readonly OfficeView[]>;

  /** Newest year first, then by title. */
  plans(filter: PlanFilterView, page: PageRequest, when?: When): Promise<Page<PlanView>>;
  /** Throws `inputError` for a quarter outside the plan's year. */
  actionsOf(
    planId: string,
    request: ActionRequestView,
    page: PageRequest,
    when?: When,
  ): Promise<ActionPage>;
  /** By name. */
  officesOf(entityId: string, page: PageRequest, when?: When): Promise<Page<OfficeView>>;

  /** Throws `inputError` for a quarter outside the plan's year. */
  report(actionId: string, quarter: string, when?: When): Promise<ReportView>;
  /** The same, and undefined when there was no such action at that moment. */
  quarterAsKnown(actionId: string, quarter: string, when: When): Promise<ReportView | undefined>;
  /** The four quarters of the plan's year, in order. */
  reportsOf(actionId: string, when?: When): Promise<readonly ReportView[]>;

  /** In basis points of the plan; undefined where no weights were set for it. */
  weightOf(actionId: string, when?: When): Promise<number | undefined>;

  /** Undefined when the quarter was never opened. */
  period(planId: string, quarter: string, when?: When): Promise<PeriodView | undefined>;
  /** Those that were opened, in order. */
  periodsOf(planId: string, when?: When): Promise<readonly PeriodView[]>;
  /** Of the last closing; undefined when there was none. */
  publication(planId: string, quarter: string, when?: When): Promise<PublicationView | undefined>;

  /** The log itself, for one thing, up to the moment; the filter narrows it further. */
  history(
    scope: HistoryScope,
    filter: HistoryFilterView,
    order: HistoryOrder,
    page: PageRequest,
    when?: When,
  ): Promise<Page<HistoryEntryView>>;
  /** One entry by its place; undefined when there is none. */
  entry(entityId: string, position: number, when?: When): Promise<HistoryEntryView | undefined>;
  /** Who stands behind an actor's id; undefined when nothing is known. */
  actor(id: string): Promise<ActorFactsView | undefined>;
  /** The entries that say that texts of this one were redacted, oldest first. */
  redactionsOf(entry: HistoryEntryView): Promise<readonly HistoryEntryView[]>;
  /** What an entry changed, as a person reads it: "12.5 %", offices by name. */
  changesOf(entry: HistoryEntryView): Promise<readonly ChangeView[]>;

  /**
   * What a plan differs in between two moments; undefined when it was not on record at the later
   * one. Throws `inputError` when `to` is before `from`.
   */
  planDiff(
    planId: string,
    from: AsOfView,
    to: AsOfView,
    page: PageRequest,
  ): Promise<PlanDiffView | undefined>;

  ledger(entityId: string): Promise<LedgerView | undefined>;
  /** Throws `inputError` unless 1 ≤ position ≤ treeSize ≤ the ledger's size. */
  inclusionProof(
    ledger: LedgerView,
    position: number,
    treeSize: number,
  ): Promise<InclusionProofView>;
  /** Throws `inputError` unless 0 ≤ from ≤ to ≤ the ledger's size. */
  consistencyProof(ledger: LedgerView, from: number, to: number): Promise<ConsistencyProofView>;

  /** Records an update. Reads after it, in the same request, see what it did. */
  execute(command: Command): Promise<CommandResult>;
}

/**
 * The moment that something is asked of; now when left out. A moment that a view carries is taken
 * as it is, so that all that one answer shows of the past is of one position.
 */
export type When = AsOfView | MomentView | undefined;

/** Exactly one of `first` and `last` is set, 0 to 100; cursors are as the caller gave them. */
export interface PageRequest {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
}

/** A part of a list, in the list's own order whichever end it was counted from. */
export interface Page<T> {
  readonly edges: readonly Edge<T>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Counts the whole list; called only when asked for. Null where counting would scan. */
  countAll(): Promise<number | null>;
}

/** An item that can't be read is an Error in its place, so that its siblings still arrive. */
export interface Edge<T> {
  readonly cursor: string;
  readonly node: T | Error;
}

export interface PlanFilterView {
  readonly year?: number;
  readonly entityId?: string;
}

export type HistoryScope =
  | { readonly entityId: string }
  | { readonly planId: string }
  | { readonly actionId: string }
  | { readonly officeId: string };

/** An entry meets all that is given. */
export interface HistoryFilterView {
  readonly planId?: string;
  readonly actionId?: string;
  readonly officeId?: string;
  readonly quarter?: string;
  readonly importId?: string;
  readonly types?: readonly EventName[];
  readonly actorId?: string;
  readonly role?: string;
  /** The name of a field that was set or changed, e.g. `percent`. */
  readonly field?: string;
  readonly hasReason?: boolean;
  /** Of changes of reports only. */
  readonly afterCutoff?: boolean;
  /** Inclusive. */
  readonly recordedFrom?: Date;
  /** Exclusive. */
  readonly recordedTo?: Date;
}
