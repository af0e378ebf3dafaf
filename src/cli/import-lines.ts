import type { ImportCounts } from '../../events/index.js';
import type { ImportResult } from '../importer/import-file.js';
import type { SourceCell } from '../importer/source-cell.js';

/** What an import did, or would do, for a person to read. */
export function linesOf({ plan, report }: ImportResult, dryRun: boolean): readonly string[] {
  const { rejected, blanked, unlisted, afterCutoff, warnings, skipped } = report ?? plan;
  const counts = report?.recorded ?? plan.planned;
  return [
    summary(counts, report !== undefined, dryRun),
    ...section('Rejected (nothing of these rows is recorded)', rejected, (row) => {
      const rule = row.rule === undefined ? '' : ` [${row.rule}]`;
      return `${whereOf(row)}: ${row.message}${rule}`;
    }),
    ...section('Blank in the file, with a value on record (left as it is)', blanked, (cell) => {
      const quarter = cell.quarter === undefined ? '' : ` of ${cell.quarter}`;
      return `${whereOf(cell)}: ${cell.field}${quarter} of action ${cell.number}. If it is meant, withdraw or revise it.`;
    }),
    ...section(
      'On record, but not in the file (left as they are)',
      unlisted,
      ({ number, name }) => `action ${number}: ${shorten(name)}. If it is meant, withdraw it.`,
    ),
    ...section(
      'After the cut-off (these quarters are closed; what was published stays as it was)',
      afterCutoff,
      (cell) => `${whereOf(cell)}: ${cell.quarter} of action ${cell.number}: ${shorten(cell.raw)}`,
    ),
    ...section(
      'Not read',
      skipped,
      (row) => `${sheetOf(row)}row ${row.row} (${row.reason}): ${shorten(row.text)}`,
    ),
    ...section('Notes', warnings, ({ code, message, cell }) => {
      // The letter of a column alone doesn't tell which sheet it is in, nor what it says.
      const at =
        cell === undefined ? '' : ` (${sheetOf(cell)}row ${cell.row}: "${oneLine(cell.raw)}")`;
      return `${code}: ${message}${at}`;
    }),
  ];
}

const singular: { readonly [C in keyof ImportCounts]: string } = {
  plans: 'plan',
  offices: 'office',
  aliases: 'alias',
  actions: 'action',
  revisions: 'revision',
  reports: 'report',
  corrections: 'correction',
  rejected: 'rejected row',
};

function summary(counts: ImportCounts, recorded: boolean, dryRun: boolean): string {
  const parts = Object.entries(counts)
    .filter(([name, count]) => count > 0 && name !== 'rejected')
    .map(
      ([name, count]) => `${count} ${count === 1 ? singular[name as keyof ImportCounts] : name}`,
    );
  if (parts.length === 0) {
    const but = counts.rejected > 0 ? ' but for the rejected rows' : '';
    return `Nothing to record: all that the file says is on record already${but}.`;
  }
  const verb = dryRun ? 'Would record' : recorded ? 'Recorded' : 'To record';
  return `${verb}: ${parts.join(', ')}.`;
}

function section<T>(title: string, items: readonly T[], line: (item: T) => string): string[] {
  if (items.length === 0) return [];
  return ['', `${title}:`, ...items.map((item) => `  ${line(item)}`)];
}

function whereOf(cell: SourceCell): string {
  const { row, column, letter } = cell;
  return `${sheetOf(cell)}row ${row}, column ${letter === '' ? column : letter}`;
}

function sheetOf({ sheet }: { readonly sheet: string | null }): string {
  return sheet === null ? '' : `sheet ${sheet}, `;
}

function oneLine(text: string): string {
  return shorten(text.trim().replace(/\s+/gu, ' '));
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
