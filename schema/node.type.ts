import { Field, ID, InterfaceType } from 'type-graphql';
import type { PeriodView } from './period-views.js';
import type {
  ActionView,
  EntityView,
  HistoryEntryView,
  ImportView,
  OfficeView,
  PlanView,
  ReportView,
} from './views.js';

/** What each kind of node is shown from. */
export interface NodeViews {
  readonly Entity: EntityView;
  readonly Plan: PlanView;
  readonly Period: PeriodView;
  readonly Action: ActionView;
  readonly Report: ReportView;
  readonly Office: OfficeView;
  readonly Import: ImportView;
  readonly HistoryEntry: HistoryEntryView;
}
export type NodeKind = keyof NodeViews;
export type NodeView = NodeViews[NodeKind];

const forms: readonly (readonly [NodeKind, RegExp])[] = [
  ['Entity', /^[a-z][a-z0-9-]*$/],
  ['Plan', /^plan_[a-z0-9_-]+$/],
  ['Period', /^plan_[a-z0-9_-]+\/\d{4}-Q[1-4]$/],
  ['Action', /^action_[a-z0-9_-]+$/],
  ['Report', /^action_[a-z0-9_-]+\/Q[1-4]$/],
  ['Office', /^office_[a-z0-9_-]+$/],
  ['Import', /^import_[a-z0-9_-]+$/],
  ['HistoryEntry', /^[a-z][a-z0-9-]*:[1-9]\d{0,14}$/],
];

/** What a global id is the id of, told by its letters; undefined when it can't be one. */
export function kindOfNode(id: string): NodeKind | undefined {
  return forms.find(([, form]) => form.test(id))?.[0];
}

@InterfaceType({
  description:
    'Whatever has an id by which `node` finds it again, in whichever list or answer it was met.',
  resolveType: (node: NodeView) =>
    'recordedAt' in node && 'type' in node ? node.type : kindOfNode(node.id),
})
export abstract class Node {
  @Field(() => ID, {
    description: 'Its id, of no other thing, for good. Example: "action_rmbc_9f3k1d".',
  })
  id!: string;
}
