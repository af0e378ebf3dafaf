import type {
  ActionFields,
  Frequency,
  PercentMode,
  Progress,
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
}

export interface OfficeState {
  readonly officeId: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** The matching keys of name and aliases. */
  readonly keys: readonly string[];
}

export interface ActionState extends ActionFields {
  readonly actionId: string;
  readonly planId: string;
  readonly year: number;
  /** Sorts numbers as a person does: 2 before 10. */
  readonly numberKey: string;
  readonly withdrawn: boolean;
}

/** One action in one quarter, whether reported or not: the facts that don't change with time. */
export interface ReportState extends Progress {
  readonly actionId: string;
  readonly planId: string;
  readonly year: number;
  readonly quarter: Quarter;
  /** Where the report stands in its review; absent when there is none. */
  readonly submission?: 'SUBMITTED';
  readonly timeliness?: Timeliness;
  /** Changed after its quarter was closed. */
  readonly restated: boolean;
  /** The last streamVersion that touched this quarter's report; 0 before the first. */
  readonly reportVersion: number;
  /** When and by whom the current value was recorded. */
  readonly recordedAt?: Date;
  readonly actorId?: string;
  /** When the action came on record: no quarter is overdue for a window that closed before. */
  readonly knownSince: Date;
  readonly startDate: LocalDate;
  readonly endDate: LocalDate;
  readonly frequency: Frequency;
  readonly officeIds: readonly string[];
  readonly fundingSource?: string;
  readonly associatedPlans: readonly string[];
  readonly withdrawn: boolean;
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
