import type { Context } from '../../../schema/context.js';
import type { NodeView } from '../../../schema/node.type.js';
import { kindOfNode } from '../../../schema/node.type.js';
import type { Loaders } from './loaders.js';
import { importView } from './views.js';

type Port = Pick<Context, 'node' | 'nodes'>;
type Own = Pick<Context, 'entity' | 'plan' | 'action' | 'office' | 'period' | 'entry'> & {
  reportById(id: string): Promise<NodeView | undefined>;
};

/** Things by their global ids, each through the loader of its kind. */
export function nodesOf(loaders: Loaders, own: Own): Port {
  const node = async (id: string): Promise<NodeView | undefined> => {
    const kind = kindOfNode(id);
    if (kind === undefined) return undefined;
    switch (kind) {
      case 'Entity':
        return own.entity(id);
      case 'Plan':
        return own.plan(id);
      case 'Period': {
        const [planId = '', quarter = ''] = id.split('/');
        return own.period(planId, quarter);
      }
      case 'Action':
        return own.action(id);
      case 'Report':
        return own.reportById(id);
      case 'Office':
        return own.office(id);
      case 'Import': {
        const row = await loaders.row('imports', id);
        return row && importView(row);
      }
      case 'HistoryEntry': {
        const [entityId = '', position] = id.split(':');
        return own.entry(entityId, Number(position));
      }
    }
  };
  return {
    node,
    nodes: (ids) =>
      Promise.all(ids.map((id) => node(id).catch((error: unknown) => error as Error))),
  };
}
