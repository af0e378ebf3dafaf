import type { Api } from './api.js';

// Words to ask for analysts' figures with.

export interface Point {
  readonly quarter: string;
  readonly group: { dimension: string; key: string | null; label: string } | null;
  readonly due: number;
  readonly notDue: number;
  readonly reported: number;
  readonly missing: number;
  readonly completeness: number | null;
  readonly progress: number | null;
  readonly expected: number | null;
  readonly efficacy: number | null;
  readonly gap: number | null;
  readonly change: number | null;
  readonly bySignal: readonly { signal: string; count: number }[];
}

export interface TrendAnswer {
  readonly points: readonly Point[];
  readonly total: readonly Point[];
  readonly asOfPosition: number | null;
}

const point = `quarter group { dimension key label } due notDue reported missing completeness
  progress expected efficacy gap change bySignal { signal count }`;
export const trendFields = `{ points { ${point} } total { ${point} } asOfPosition }`;

/** `args` as one writes them in GraphQL, e.g. `groupBy: [OFFICE], from: "2024-Q2"`. */
export async function askTrend(api: Api, planId: string, args = ''): Promise<TrendAnswer> {
  const rest = args === '' ? '' : `, ${args}`;
  const document = `{ trend(planId: "${planId}"${rest}) ${trendFields} }`;
  const { trend } = await api.ask<{ trend: TrendAnswer | null }>(document);
  if (trend === null) throw new Error(`no plan ${planId}`);
  return trend;
}

/** How many have each colour, leaving out those that none has. */
export function coloursOf({ bySignal }: Point): Readonly<Record<string, number>> {
  const some = bySignal.filter(({ count }) => count > 0);
  return Object.fromEntries(some.map(({ signal, count }) => [signal, count]));
}
