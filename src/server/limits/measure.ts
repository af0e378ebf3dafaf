import type {
  DocumentNode,
  FragmentDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { Kind, visit } from 'graphql';
import type { Limits } from '../../web-settings.js';

/**
 * How large a document is, by what `Limits` says of each. Each figure is that of its largest
 * operation or fragment; directives are those of the whole document.
 */
export type Measures = Pick<
  Limits,
  'depth' | 'aliases' | 'rootFields' | 'width' | 'selections' | 'fragments' | 'directives'
>;

/** Of one selection set with all fragments written out; `level` counts its own fields alone. */
interface Extent {
  readonly level: number;
  readonly depth: number;
  readonly width: number;
  readonly aliases: number;
  readonly selections: number;
  readonly fragments: number;
}

const nothing: Extent = { level: 0, depth: 0, width: 0, aliases: 0, selections: 0, fragments: 0 };

/** Beyond this a number says no more than "far too many", and sums would lose their digits. */
const most = 1_000_000_000;
const sum = (a: number, b: number) => Math.min(a + b, most);

/**
 * Measures a document before it is validated: by its syntax alone, so a name such as `__schema`
 * has no meaning here that could open a way around. Each fragment is measured once, however often
 * it is spread, so the work grows with what was written and not with what it would unfold to.
 */
export function measure(document: DocumentNode): Measures {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const extentOf = measurer(fragments);
  let total: Extent = nothing;
  let rootFields = 0;
  for (const definition of document.definitions) {
    if (!('selectionSet' in definition)) continue;
    const extent = extentOf(definition.selectionSet);
    total = larger(total, extent);
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      rootFields = Math.max(rootFields, extent.level);
    }
  }
  const { level: _, ...rest } = total;
  return { ...rest, rootFields, directives: directivesIn(document) };
}

function measurer(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const known = new Map<string, Extent>();

  const ofFragment = (name: string): Extent => {
    const before = known.get(name);
    if (before !== undefined) return before;
    // A fragment that spreads itself counts as nothing there: validation refuses it by name.
    known.set(name, nothing);
    const definition = fragments.get(name);
    const extent = definition === undefined ? nothing : ofSet(definition.selectionSet);
    known.set(name, extent);
    return extent;
  };
  const ofSelection = (selection: SelectionNode): Extent => {
    switch (selection.kind) {
      case Kind.FIELD: {
        const inner = selection.selectionSet ? ofSet(selection.selectionSet) : nothing;
        const aliased = selection.alias === undefined ? 0 : 1;
        return {
          ...inner,
          level: 1,
          depth: inner.depth + 1,
          aliases: sum(inner.aliases, aliased),
          selections: sum(inner.selections, 1),
        };
      }
      case Kind.INLINE_FRAGMENT:
        return asFragment(ofSet(selection.selectionSet));
      case Kind.FRAGMENT_SPREAD:
        return asFragment(ofFragment(selection.name.value));
    }
  };
  const ofSet = ({ selections }: SelectionSetNode): Extent => {
    const all = selections.map(ofSelection).reduce(together, nothing);
    return { ...all, width: Math.max(all.width, all.level) };
  };
  return ofSet;
}

function asFragment(extent: Extent): Extent {
  const { selections, fragments } = extent;
  return { ...extent, selections: sum(selections, 1), fragments: sum(fragments, 1) };
}

function together(a: Extent, b: Extent): Extent {
  return {
    level: sum(a.level, b.level),
    depth: Math.max(a.depth, b.depth),
    width: Math.max(a.width, b.width),
    aliases: sum(a.aliases, b.aliases),
    selections: sum(a.selections, b.selections),
    fragments: sum(a.fragments, b.fragments),
  };
}

function larger(a: Extent, b: Extent): Extent {
  return {
    level: Math.max(a.level, b.level),
    depth: Math.max(a.depth, b.depth),
    width: Math.max(a.width, b.width),
    aliases: Math.max(a.aliases, b.aliases),
    selections: Math.max(a.selections, b.selections),
    fragments: Math.max(a.fragments, b.fragments),
  };
}

/** As written, wherever they stand: on variables and definitions too. */
function directivesIn(document: DocumentNode): number {
  let found = 0;
  visit(document, {
    Directive() {
      found += 1;
    },
  });
  return found;
}
