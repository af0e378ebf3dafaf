/** The value below which `share` of the values lie (nearest rank). */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values) => quantile(values, 0.5);

/** Three figures are more than such a measurement is worth. */
export function shown(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return '';
  return String(Number(value.toPrecision(3)));
}

/**
 * One line of the results, out of the runs of both sides.
 * @param higherIsBetter a rate, not a time: its bad end is the 5th percentile.
 * @param holds what the aim says, given the medians and their ratio.
 */
export function result({ name, unit, ours, other, higherIsBetter = true, aim, holds }) {
  const worst = higherIsBetter ? 0.05 : 0.95;
  const [mine, theirs] = [median(ours), other === undefined ? null : median(other)];
  const ratio = theirs === null ? null : mine / theirs;
  return {
    line: {
      name,
      unit,
      ours: mine,
      other: theirs,
      ratio,
      aim: aim ?? null,
      holds: holds === undefined ? null : holds(mine, ratio),
    },
    worst: [quantile(ours, worst), other === undefined ? null : quantile(other, worst)],
    runs: { ours, other: other ?? [] },
  };
}

export function table(results) {
  const head = ['what', 'unit', 'ours', 'bad end', 'other', 'bad end', 'ratio', 'aim', 'holds'];
  const rows = results.map(({ line, worst: [mine, theirs] }) => [
    ...[line.name, line.unit, shown(line.ours), shown(mine), shown(line.other), shown(theirs)],
    ...[shown(line.ratio), line.aim ?? '', line.holds === null ? '' : line.holds ? 'yes' : 'NO'],
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const text = (row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ');
  return [head, ...rows].map((row) => `${text(row).trimEnd()}\n`).join('');
}
