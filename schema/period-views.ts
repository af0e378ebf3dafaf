import type { SignalPolicy } from '../events/index.js';
import type { PeriodStatus } from './period.type.js';
import type { ReportState } from './report.type.js';
import type { Signal } from './signal.type.js';
import type { OfMoment } from './views.js';

// What resolvers get of periods and publications, in the manner of views.ts.

/** A quarter of a plan that was opened. */
export interface PeriodView extends OfMoment {
  readonly id: string;
  readonly planId: string;
  readonly quarter: string;
  readonly cutoff: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly status: PeriodStatus;
  /** Of the last closing, as are the next three. */
  readonly act?: string;
  readonly closedAt?: Date;
  readonly publicationHash?: string;
  readonly signalPolicy?: SignalPolicy;
  readonly streamVersion: number;
}

/** The figures of a quarter, frozen when it was closed. */
export interface PublicationView extends OfMoment {
  readonly planId: string;
  readonly quarter: string;
  readonly cutoff: string;
  readonly asOfPosition: number;
  /** Of the PeriodClosed entry. */
  readonly position: number;
  readonly recordedAt: Date;
  readonly signalPolicy: SignalPolicy;
  readonly actions: readonly PublishedActionView[];
  readonly totals: {
    readonly due: number;
    readonly reported: number;
    readonly completeness?: number;
    readonly progress?: number;
  };
  /** Of the figures as they are kept now: another one than the entry's tells that they were altered. */
  readonly hash: string;
}

export interface PublishedActionView extends OfMoment {
  readonly actionId: string;
  readonly percent?: number;
  readonly expected?: number;
  readonly state: ReportState;
  readonly signal: Signal;
}
