import type {
  ActionFields,
  Envelope,
  Evidence,
  Fact,
  PercentMode,
  QuarterTargets,
  SignalPolicy,
  Subject,
  Timeliness,
} from '../events/index.js';
import type { ReportState } from './report.type.js';
import type { Signal } from './signal.type.js';
import type { UserErrorCode } from './user-error.type.js';

// What resolvers get from the port: plain readonly data. A value that is absent is left out.
// Percentages are whole basis points here (12.5 % is 1250); only the schema shows them in %.

/** A past moment, found: what was on record after the entry at a position. */
export interface MomentView {
  readonly position: number;
  /** The date in Bogotá by which states such as OVERDUE are told: `2024-04-11`. */
  readonly on: string;
}

/** What a view is of, so that whatever is looked up from it is of the same moment. */
export interface OfMoment {
  /** Absent: as it is now. */
  readonly asOf?: MomentView;
}

export interface EntityView extends OfMoment {
  readonly id: string;
  readonly name: string;
}

/** A ledger as a tree, at one moment; hashes are base64. */
export interface LedgerView {
  readonly entityId: string;
  readonly size: number;
  readonly rootHash: string;
  readonly checkpoint?: string;
}

export interface InclusionProofView {
  /** Position − 1. */
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly leafHash: string;
  readonly hashes: readonly string[];
}

export interface ConsistencyProofView {
  readonly hashes: readonly string[];
}

export interface PlanView extends OfMoment {
  readonly id: string;
  readonly entityId: string;
  readonly year: number;
  readonly title: string;
  readonly objective?: string;
  readonly percentMode: PercentMode;
  /** 1 as registered; each revision makes the next. */
  readonly planVersion: number;
  readonly signalPolicy: SignalPolicy;
  /** Whether weights were set; else all actions weigh the same. */
  readonly weighted: boolean;
  readonly streamVersion: number;
}

export interface OfficeView extends OfMoment {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Oldest first. */
  readonly names: readonly OfficeNameView[];
  /** The office that it went into. */
  readonly mergedInto?: string;
  readonly streamVersion: number;
}

export interface ImportView {
  readonly id: string;
  readonly fileName: string;
  readonly sha256: string;
  /** Whether all that the file told was recorded. */
  readonly completed: boolean;
}

export interface OfficeNameView {
  readonly name: string;
  readonly from: Date;
  /** Exclusive; absent for the present name. */
  readonly until?: Date;
}

export interface ActionView extends ActionFields, OfMoment {
  readonly id: string;
  readonly planId: string;
  readonly quarterTargets: QuarterTargets;
  /** Time and target as the action was added with. */
  readonly original: {
    readonly startDate: string;
    readonly endDate: string;
    readonly target?: string;
  };
  readonly withdrawn: boolean;
  readonly streamVersion: number;
}

/** One quarter of one action, whether reported or not. */
export interface ReportView extends OfMoment {
  readonly id: string;
  readonly actionId: string;
  readonly quarter: string;
  /** Whole basis points: 12.5 % is 1250. */
  readonly percent?: number;
  readonly quantity?: string;
  readonly narrative?: string;
  /** There is one, and it was redacted; then `narrative` is left out. */
  readonly narrativeRedacted: boolean;
  readonly due: boolean;
  readonly state: ReportState;
  readonly signal: Signal;
  /** Under the present time and targets, and under those of the start. */
  readonly measured: { readonly CURRENT: MeasureView; readonly ORIGINAL: MeasureView };
  readonly timeliness?: Timeliness;
  readonly restated: boolean;
  /** The last streamVersion that touched this quarter's report; 0 before the first. */
  readonly reportVersion: number;
  readonly recordedAt?: Date;
  readonly actor?: ActorView;
  readonly evidence: readonly Evidence[];
}

export interface MeasureView {
  readonly expected?: number;
  readonly efficacy?: number;
  readonly gap?: number;
}

export interface ActorView {
  readonly id: string;
  readonly role?: string;
}

/** What is known of an actor apart from the log. */
export interface ActorFactsView {
  readonly name?: string;
  /** The name was erased on request. */
  readonly erased: boolean;
}

type Shown =
  | 'ledger'
  | 'position'
  | 'stream'
  | 'streamVersion'
  | 'subject'
  | 'recordedAt'
  | 'occurredOn'
  | 'correlationId'
  | 'causationId'
  | 'reason'
  | 'source'
  | 'leafHash';

/**
 * One event of the log: a `RecordedEvent` is one as it is. `actor` is left out where the caller
 * may not know who acted.
 */
export type HistoryEntryView = Pick<Envelope, Shown> & { readonly actor?: ActorView } & Fact &
  OfMoment;

/** What an entry is about, and the moment that its links lead to. */
export type SubjectView = Subject & OfMoment;

/** One field that an event changed, before and after as text that a person reads. */
export interface ChangeView {
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
  /** There was a text, and it was redacted; then `before` is left out. */
  readonly beforeRedacted: boolean;
  readonly afterRedacted: boolean;
}

/** What a caller can mend, as data. */
export interface UserErrorView {
  readonly code: UserErrorCode;
  readonly rule?: string;
  readonly field?: string;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
}
