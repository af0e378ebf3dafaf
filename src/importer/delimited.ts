export type Delimiter = '\t' | ';' | ',';

export interface LineOfCells {
  /** The line of the file, from 1, on which the row starts. */
  readonly row: number;
  readonly cells: readonly string[];
}

interface CellEnd {
  readonly text: string;
  /** Index of the delimiter or line break behind the cell, or the length of the text. */
  readonly end: number;
}

/**
 * Rows of cells, to the letter. Tabs know no quoting: a straight quote there is text, or one quote
 * in mid-cell would merge rows. `;` and `,` follow RFC 4180 in cells that start with a quote and
 * close it properly; in any other cell a quote is text as well. No newline at the end is needed.
 */
export function splitDelimited(text: string, delimiter: Delimiter): readonly LineOfCells[] {
  // A carriage return alone ends a line only where nothing else does (files of old Macs).
  const newline = text.includes('\n') ? '\n' : '\r';
  const plain = new RegExp(`[^${delimiter}${newline}]*`, 'uy');
  const rows: LineOfCells[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  for (let at = 0; at <= text.length;) {
    const quoted = delimiter === '\t' ? undefined : quotedCell(text, at, delimiter, newline);
    const { text: cell, end } = quoted ?? plainCell(text, at, plain, delimiter);
    if (quoted) line += text.slice(at, end).split(newline).length - 1;
    cells.push(cell);
    at = end + 1;
    if (text[end] === delimiter) continue;
    rows.push({ row: start, cells });
    cells = [];
    line += 1;
    start = line;
    if (at === text.length) break;
  }
  return rows;
}

function plainCell(text: string, from: number, plain: RegExp, delimiter: string): CellEnd {
  plain.lastIndex = from;
  const cell = plain.exec(text)?.[0] ?? '';
  const end = from + cell.length;
  const cut = cell.endsWith('\r') && text[end] !== delimiter ? cell.slice(0, -1) : cell;
  return { text: cut, end };
}

/** A cell in quotes, or undefined when what starts with a quote isn't one. */
function quotedCell(
  text: string,
  from: number,
  delimiter: string,
  newline: string,
): CellEnd | undefined {
  if (text[from] !== '"') return undefined;
  let close = text.indexOf('"', from + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return undefined;
  let end = close + 1;
  if (text[end] === '\r' && text[end + 1] === newline) end += 1;
  if (end < text.length && text[end] !== delimiter && text[end] !== newline) return undefined;
  return { text: text.slice(from + 1, close).replaceAll('""', '"'), end };
}
