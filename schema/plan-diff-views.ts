import type { Page } from './context.js';
import type { ChangeView, MomentView } from './views.js';

// What resolvers get of the differences of a plan, in the manner of views.ts.

export interface PlanDiffView {
  readonly from: MomentView;
  readonly to: MomentView;
  readonly added: number;
  readonly withdrawn: number;
  readonly changed: number;
  /** Of the plan itself and its periods. */
  readonly plan: readonly DiffChangeView[];
  readonly actions: Page<ActionDiffView>;
}

export interface ActionDiffView {
  readonly kind: 'ADDED' | 'WITHDRAWN' | 'CHANGED';
  readonly actionId: string;
  readonly changes: readonly DiffChangeView[];
  /** The later moment. */
  readonly asOf: MomentView;
}

export interface DiffChangeView extends ChangeView {
  readonly quarter?: string;
}
