import { posix } from 'node:path';
import type { DateSystem } from '../date-cell.js';
import { damaged, notWorkbook } from './workbook-error.js';
import { attribute, isOn, readXml } from './xml.js';
import type { Zip } from './zip.js';

export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  /** Name of the part with its cells; undefined for a chart or a dialog, which have none. */
  readonly part: string | undefined;
}

export interface Workbook {
  readonly sheets: readonly SheetEntry[];
  readonly dates: DateSystem;
  /** The values of formulas may be older than what they are computed from. */
  readonly toBeComputed: boolean;
  readonly stringsPart: string | undefined;
  readonly stylesPart: string | undefined;
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/**
 * Finds the sheets of a workbook and what they share, by the relations between the parts of the
 * zip; names of files are only a habit.
 * @throws PlanFileError NOT_A_WORKBOOK, WORKBOOK_DAMAGED.
 */
export function findWorkbook(zip: Zip): Workbook {
  const root = [...relationsOf(zip, '').values()].find(({ type }) => type === 'officeDocument');
  if (root === undefined || !/\.xml$/iu.test(root.target)) throw notWorkbook(nameOfZip(zip));
  const bytes = zip.read(root.target);
  if (bytes === undefined) throw damaged(`a workbook without ${root.target}`);
  const relations = relationsOf(zip, root.target);
  const sheets: SheetEntry[] = [];
  let document: string | undefined;
  let dates: DateSystem = 1900;
  let toBeComputed = false;
  readXml(root.target, bytes, {
    open(name, attributes) {
      document ??= name;
      if (name === 'workbookPr' && isOn(attributes.date1904)) dates = 1904;
      if (name === 'calcPr' && isOn(attributes.fullCalcOnLoad)) toBeComputed = true;
      if (name === 'sheet') sheets.push(sheetOf(attributes, relations));
    },
  });
  if (document !== 'workbook') throw notWorkbook(nameOfZip(zip));
  const partOf = (type: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type === type)?.target;
  const shared = { stringsPart: partOf('sharedStrings'), stylesPart: partOf('styles') };
  return { sheets, dates, toBeComputed, ...shared };
}

function sheetOf(
  attributes: Readonly<Record<string, string>>,
  relations: ReadonlyMap<string, Relation>,
): SheetEntry {
  const { name = '', state = 'visible' } = attributes;
  const id = attribute(attributes, 'id');
  const relation = id === undefined ? undefined : relations.get(id);
  if (relation === undefined) throw damaged(`the sheet "${name}" without its cells`);
  const part = relation.type === 'worksheet' ? relation.target : undefined;
  return { name, hidden: state !== 'visible', part };
}

/** What a part refers to, by id; types without the address in front of them. */
function relationsOf(zip: Zip, part: string): ReadonlyMap<string, Relation> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const relations = new Map<string, Relation>();
  const bytes = zip.read(name);
  if (bytes === undefined) return relations;
  readXml(name, bytes, {
    open(element, { Id: id, Type: type = '', Target: target = '', TargetMode: mode }) {
      if (element !== 'Relationship' || id === undefined || mode === 'External') return;
      // `..` is resolved within the zip: no path leads out of it.
      const path = posix.resolve('/', folder, target).slice(1);
      relations.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: path });
    },
  });
  return relations;
}

function nameOfZip(zip: Zip): string {
  const has = (start: string): boolean => zip.names.some((name) => name.startsWith(start));
  if (has('xl/workbook.bin')) return 'a binary Excel workbook (.xlsb)';
  if (has('word/')) return 'a Word document';
  if (has('ppt/')) return 'a PowerPoint presentation';
  if (has('mimetype') && has('content.xml')) return 'an OpenDocument file (.ods, .odt)';
  return `a zip file without a workbook, with ${zip.names.length} files`;
}
