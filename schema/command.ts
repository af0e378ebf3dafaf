import type {
  ActionFields,
  PercentMode,
  Progress,
  QuarterTargets,
  SignalPolicy,
} from '../events/index.js';
import type { HistoryEntryView, UserErrorView } from './views.js';

/** What changes of a thing: a field left out stays as it is, null removes it. */
export type Changes<T> = { readonly [F in keyof T]?: T[F] | null };

/** A report that a command is about, with what the caller last saw of it. */
interface ProgressTarget {
  readonly actionId: string;
  readonly quarter: string;
  readonly expectedReportVersion?: number;
}

interface PeriodTarget {
  readonly planId: string;
  readonly quarter: string;
}

/** The input of each command; ids of what is new are the port's to make. */
export interface CommandInputs {
  readonly RegisterEntity: { readonly entityId: string; readonly name: string };
  readonly RegisterPlan: {
    readonly entityId: string;
    readonly year: number;
    readonly title: string;
    readonly objective?: string;
    readonly percentMode: PercentMode;
  };
  readonly AddAction: Readonly<ActionFields> & { readonly planId: string };
  readonly ReviseAction: { readonly actionId: string; readonly changes: Changes<ActionFields> };
  readonly WithdrawAction: { readonly actionId: string };
  readonly ReportProgress: ProgressTarget & Readonly<Progress>;
  readonly CorrectProgress: ProgressTarget & { readonly changes: Changes<Progress> };
  readonly WithdrawProgress: ProgressTarget;
  readonly RegisterOffice: { readonly entityId: string; readonly name: string };
  readonly RenameOffice: { readonly officeId: string; readonly name: string };
  readonly AddOfficeAlias: { readonly officeId: string; readonly alias: string };
  readonly MergeOffices: { readonly officeId: string; readonly intoOfficeId: string };
  readonly RevisePlan: {
    readonly planId: string;
    readonly act: string;
    readonly changes: { readonly title?: string; readonly objective?: string | null };
  };
  readonly SetPlanWeights: {
    readonly planId: string;
    /** By action, in basis points. */
    readonly weights: Record<string, number>;
  };
  readonly AdoptSignalPolicy: { readonly planId: string; readonly policy: SignalPolicy };
  readonly SetQuarterTargets: { readonly actionId: string; readonly targets: QuarterTargets };
  readonly OpenPeriod: PeriodTarget & {
    readonly cutoff?: string;
    readonly opensAt?: string;
    readonly closesAt?: string;
  };
  readonly ClosePeriod: PeriodTarget & { readonly act: string };
  readonly ReopenPeriod: PeriodTarget;
  readonly ApproveReport: ProgressTarget;
  readonly ReturnReport: ProgressTarget;
  readonly MarkReportNotApplicable: ProgressTarget;
  readonly AttachEvidence: ProgressTarget & {
    readonly title: string;
    readonly date?: string;
    readonly url?: string;
    /** Of a file that was uploaded before. */
    readonly sha256?: string;
    readonly fileName?: string;
  };
  readonly WithdrawEvidence: ProgressTarget & { readonly evidenceId: string };
}
export type CommandName = keyof CommandInputs;

/** What every command may carry besides its input. */
export interface CommandMeta {
  /** The caller's own key: the same request under the same key is recorded once. */
  readonly commandId?: string;
  /** The stream's version as the caller knew it; 0: no such stream yet. */
  readonly expectedStreamVersion?: number;
  readonly reason?: string;
  /** Local date on which it happened. */
  readonly occurredOn?: string;
}

/** A command of the type named, or of any type. */
export type Command<Name extends CommandName = CommandName> = {
  [N in Name]: {
    readonly type: N;
    readonly input: CommandInputs[N];
    readonly meta: CommandMeta;
  };
}[Name];

/** What came of a command. Refused: `userErrors` and no `entries`. Else: no `userErrors`. */
export interface CommandResult {
  readonly userErrors: readonly UserErrorView[];
  /** The events recorded, or those of the first time for a repeated command; none: no change. */
  readonly entries: readonly HistoryEntryView[];
  /**
   * The things that the command was about, for the payload to show as they are now. Also after a
   * refusal, so that a lost race comes with the current value; left out is what doesn't exist.
   */
  readonly ids: {
    readonly entityId?: string;
    readonly planId?: string;
    readonly actionId?: string;
    readonly officeId?: string;
    /** Of the action, only where it has such a quarter; or of the plan. */
    readonly quarter?: string;
  };
}
