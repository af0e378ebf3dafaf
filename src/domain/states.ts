import type {
  ActionFields,
  Evidence,
  Frequency,
  PercentMode,
  Progress,
  QuarterTargets,
  SignalPolicy,
  Timeliness,
} from '../../events/index.js';
import type { LocalDate, Quarter } from './quarter.js';

// The current state of each thing, as its events fold. A value that is absent is left out.

export interface EntityState {
  readonly entityId: string;
  readonly name: string;
}

export interface PlanState {
  readonly planId: string;
  readonly year: number;
  readonly title: string;
  readonly titleKey: string;
  readonly objective?: string;
  readonly percentMode: PercentMode;
  /** 1 as registered; each revision, and each action reprogrammed, makes the next. */
  readonly planVersion: number;
  /** Absent: the default policy. */
  readonly signalPolicy?: SignalPolicy;
  /** Whether weights were set; else all actions weigh the same. */
  readonly weighted: boolean;
}

export interface OfficeState {
  readonly officeId: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Its names in order, each from when it was recorded. */
  readonly names: readonly { readonly name: string; readonly from: Date }[];
  /** The office that it went into. */
  readonly mergedInto?: string;
  /** The matching keys of name and aliases. */
  readonly keys: readonly string[];
}

export interface ActionState extends ActionFields {
  readonly actionId: string;
  readonly planId: string;
  readonly year: number;
  /** Sorts numbers as a person does: 2 before 10. */
  readonly numberKey: string;
  readonly quarterTargets: QuarterTargets;
  /** Time and target as the action was added with; revisions change the current ones only. */
  readonly original: {
    readonly startDate: LocalDate;
    readonly endDate: LocalDate;
    readonly target?: string;
  };
  readonly withdrawn: boolean;
}

/** One action in one quarter, whether reported or not: the facts that don't change with time. */
export interface ReportState extends Progress {
  readonly actionId: string;
  readonly planId: string;
  readonly year: number;
  readonly quarter: Quarter;
  /** Where the report stands in its review; absent when there is none. */
  readonly submission?: 'SUBMITTED' | 'RETURNED' | 'APPROVED' | 'NOT_APPLICABLE';
  readonly timeliness?: Timeliness;
  /** Changed after its quarter was closed. */
  readonly restated: boolean;
  /** The last streamVersion that touched this quarter's report; 0 before the first. */
  readonly reportVersion: number;
  /** When and by whom the current value was recorded; a review changes neither. */
  readonly recordedAt?: Date;
  readonly actorId?: string;
  /** When the action came on record: no quarter is overdue for a window that closed before. */
  readonly knownSince: Date;
  readonly startDate: LocalDate;
  readonly endDate: LocalDate;
  readonly frequency: Frequency;
  /** Expected at the cut-off, in basis points, where a target was set; else linear. */
  readonly expectedPercent?: number;
  /** What expected progress was measured by before any revision. */
  readonly original: OriginalSchedule;
  /** In basis points of the plan; absent where no weights were set. */
  readonly weight?: number;
  readonly evidence: readonly Evidence[];
  readonly officeIds: readonly string[];
  readonly fundingSource?: string;
  readonly associatedPlans: readonly string[];
  readonly withdrawn: boolean;
  /** Dates, frequency, target and submission in one text, for the database to group by. */
  readonly alike: string;
  /** The ids of its offices in one text, sorted: an index can't give back a list as a whole. */
  readonly officeSet: string;
}

export interface OriginalSchedule {
  readonly startDate: LocalDate;
  readonly endDate: LocalDate;
  readonly expectedPercent?: number;
  /** Decimal text; what a reported quantity is measured against. */
  readonly target?: string;
}

/** A quarter of a plan, once it was opened. */
export interface PeriodState {
  readonly planId: string;
  readonly quarter: Quarter;
  readonly cutoff: LocalDate;
  readonly opensAt: LocalDate;
  readonly closesAt: LocalDate;
  readonly status: 'OPEN' | 'CLOSED' | 'REOPENED';
  /** Of the last closing. */
  readonly act?: string;
  readonly closedAt?: Date;
  readonly publicationHash?: string;
  /** The policy that coloured it when it was closed. */
  readonly signalPolicy?: SignalPolicy;
}

export interface ImportState {
  readonly importId: string;
  readonly sha256: string;
  readonly fileName: string;
  readonly completed: boolean;
}

/** Each read model by name, with the state that one row of it holds. */
export interface States {
  readonly entities: EntityState;
  readonly plans: PlanState;
  readonly offices: OfficeState;
  readonly actions: ActionState;
  readonly reports: ReportState;
  readonly periods: PeriodState;
  readonly imports: ImportState;
}
export type Model = keyof States;

/** A state with its place: the stream that it folds and how far. */
export interface Row<S> {
  readonly id: string;
  readonly streamVersion: number;
  readonly position: number;
  readonly state: S;
}
