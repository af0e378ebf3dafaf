import { crc32, deflateRawSync } from 'node:zlib';
import type { PlanFile } from '../../src/importer/plan-file.js';
import { readPlanFile } from '../../src/importer/read-plan-file.js';

// Small Excel workbooks, made part by part, so that a test can break one thing of them.

/** Text as a shared string, a number, or a cell of its own making. `null` is no cell at all. */
export type Cell =
  | string
  | number
  | null
  | {
      readonly number?: number | string;
      readonly format?: string;
      readonly formula?: string;
      /** The whole element, but for its place. */
      readonly xml?: readonly [attributes: string, content: string];
    };

export interface SheetOf {
  readonly name?: string;
  readonly rows: readonly (readonly Cell[])[];
  readonly merges?: readonly string[];
  readonly state?: 'hidden' | 'veryHidden';
  readonly hiddenRows?: readonly number[];
  /** In front of the rows: `<cols>`, `<dimension>`. */
  readonly before?: string;
}

export interface WorkbookOptions {
  readonly date1904?: boolean;
  readonly toBeComputed?: boolean;
  /** Instead of the parts that would be made. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export function workbook(
  sheets: readonly SheetOf[],
  { date1904 = false, toBeComputed = false, parts = {} }: WorkbookOptions = {},
): Uint8Array {
  const strings: string[] = [];
  const formats: string[] = [];
  const named = sheets.map((sheet, i) => ({ ...sheet, name: sheet.name ?? `Hoja ${i + 1}` }));
  const cells = named.map((sheet) => sheetXml(sheet, strings, formats));
  const made = {
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${
      date1904 ? ' date1904="1"' : ''
    }/><sheets>${named
      .map(({ name, state }, i) => {
        const hidden = state === undefined ? '' : ` state="${state}"`;
        return `<sheet name="${escaped(name)}" sheetId="${i + 1}"${hidden} r:id="rId${i + 1}"/>`;
      })
      .join('')}</sheets>${toBeComputed ? '<calcPr fullCalcOnLoad="1"/>' : ''}</workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...named.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`]),
      ['styles', 'styles.xml'],
      ['sharedStrings', '/xl/sharedStrings.xml'],
    ]),
    ...Object.fromEntries(cells.map((xml, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml])),
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${formats
      .map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`)
      .join(
        '',
      )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
      .map((_, i) => `<xf numFmtId="${164 + i}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${MAIN}">${strings
      .map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`)
      .join('')}</sst>`,
  };
  return zip({ ...made, ...parts });
}

/** Reads a workbook with these sheets as a plan. */
export function readSheets(sheets: readonly SheetOf[], options: WorkbookOptions = {}): PlanFile {
  return readPlanFile(workbook(sheets, options), 'plan.xlsx');
}

function sheetXml(sheet: SheetOf, strings: string[], formats: string[]): string {
  const rows = sheet.rows.map((cells, r) => {
    const hidden = sheet.hiddenRows?.includes(r + 1) ? ' hidden="1"' : '';
    const inner = cells.map((cell, c) =>
      cellXml(cell, `${letters(c + 1)}${r + 1}`, strings, formats),
    );
    return `<row r="${r + 1}"${hidden}>${inner.join('')}</row>`;
  });
  const merges = (sheet.merges ?? []).map((ref) => `<mergeCell ref="${ref}"/>`);
  return `${HEAD}<worksheet xmlns="${MAIN}">${sheet.before ?? ''}<sheetData>${rows.join('')}</sheetData>${
    merges.length > 0 ? `<mergeCells>${merges.join('')}</mergeCells>` : ''
  }</worksheet>`;
}

function cellXml(cell: Cell, place: string, strings: string[], formats: string[]): string {
  if (cell === null) return '';
  if (cell === '') return `<c r="${place}"/>`;
  if (typeof cell === 'string') {
    strings.push(cell);
    return `<c r="${place}" t="s"><v>${strings.length - 1}</v></c>`;
  }
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (cell.xml) return `<c r="${place}" ${cell.xml[0]}>${cell.xml[1]}</c>`;
  if (cell.format !== undefined && !formats.includes(cell.format)) formats.push(cell.format);
  const style = cell.format === undefined ? 0 : formats.indexOf(cell.format) + 1;
  const formula = cell.formula === undefined ? '' : `<f>${escaped(cell.formula)}</f>`;
  const value = cell.number === undefined ? '' : `<v>${cell.number}</v>`;
  return `<c r="${place}" s="${style}">${formula}${value}</c>`;
}

function relations(targets: readonly (readonly [string, string])[]): string {
  const each = targets.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}">${each.join('')}</Relationships>`;
}

function letters(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return (before > 0 ? letters(before) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What a zip says of a file beside the truth. */
export interface Lies {
  readonly size?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly stored?: boolean;
}

export function zip(
  files: Readonly<Record<string, string | Uint8Array>>,
  lies: Readonly<Record<string, Lies>> = {},
): Uint8Array {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const { stored = false, ...lie } = lies[name] ?? {};
    const bytes = Buffer.from(content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(lie.flags ?? 0, 2);
    facts.writeUInt16LE(stored ? 0 : 8, 4);
    facts.writeUInt32LE(lie.crc ?? crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(lie.size ?? bytes.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const head = [Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name)];
    local.push(...head, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), facts, place, Buffer.from(name));
    at += 4 + 26 + Buffer.byteLength(name) + packed.length;
  }
  const count = Object.keys(files).length;
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...directory, end]);
}
