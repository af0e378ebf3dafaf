import type { Db } from 'mongodb';
import type { CommandLoop } from '../../src/commands/loop.js';
import type { ImportResult } from '../../src/importer/import-file.js';
import { importFile } from '../../src/importer/import-file.js';
import type { PlanFile } from '../../src/importer/plan-file.js';
import type { StoredEvent } from '../../src/store/collections.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { localActor } from '../support/ledger.js';
import { HEADER, OBJECTIVE, TITLE, action, readRowsOf } from './plan-text.js';

// Plan files of one entity, one after another, imported into a real log.

/** Columns of an action, by position from 0, as tests change them. */
export const column = {
  number: 0,
  name: 1,
  offices: 2,
  indicator: 3,
  unit: 4,
  target: 5,
  startDate: 6,
  endDate: 7,
  frequency: 8,
  fundingSource: 9,
  plans: 10,
  percent: 11,
  narrative: 12,
  percent2: 13,
  narrative2: 14,
} as const;

/** Row of the first action in `planFile`, as the file counts. */
export const firstRow = 4;

const secondQuarter = [
  'II TRIMESTRE 2024 AVANCE PORCENTUAL',
  'II TRIMESTRE 2024 AVANCE CUALITATIVO',
];

export type Cells = Partial<Record<keyof typeof column, string>>;

/** A plan with a row for each of these changes of the example action, numbered from 1. */
export function planFile(...rows: readonly Cells[]): PlanFile {
  const wide = rows.some((cells) => 'percent2' in cells || 'narrative2' in cells);
  const lines = rows.map((cells, i) => {
    const changes: Record<number, string> = { 0: String(i + 1), 1: `Acción ${i + 1}` };
    for (const [name, text] of Object.entries(cells)) {
      changes[column[name as keyof typeof column]] = text;
    }
    const second = [changes[column.percent2] ?? '', changes[column.narrative2] ?? ''];
    return [...action(changes), ...(wide ? second : [])];
  });
  return readRowsOf(TITLE, OBJECTIVE, [...HEADER, ...(wide ? secondQuarter : [])], ...lines);
}

export interface Given {
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly planId?: string;
  readonly loop?: Pick<CommandLoop, 'execute'>;
  /** The database as this import sees it. */
  readonly db?: Db;
}

export interface Importing {
  readonly ledger: TestLedger;
  run(file: PlanFile, given?: Given): Promise<ImportResult>;
  /** The events since the last call, or since the start. */
  news(): Promise<readonly StoredEvent[]>;
}

/** An entity without anything, which files are imported into. */
export function importing(log: TestLog): Importing {
  const ledger = log.newLedger();
  let seen = 0;
  return {
    ledger,
    run(file, { loop, db, dryRun = false, ...given } = {}) {
      const who = { entityId: ledger.name, entityName: 'Una entidad', actor: localActor };
      const connection = { ...log.connection, ...(db === undefined ? {} : { db }) };
      const context = { connection, loop: { ...log.loop, ...loop } };
      return importFile({ file, ...who, dryRun, ...given }, context);
    },
    async news() {
      const events = await ledger.stored();
      const news = events.slice(seen);
      seen = events.length;
      return news;
    },
  };
}

/** What events say and where it stood in the file, without what differs from ledger to ledger. */
export function told(events: readonly StoredEvent[]): readonly unknown[] {
  const own = /^(ledger|.*Ids?|reportHash)$/;
  return events.map(({ type, data, source, reason }) => {
    const facts = Object.entries(data).filter(([field]) => !own.test(field));
    return { type, ...Object.fromEntries(facts), source, reason };
  });
}

/** The types of events, in order, but for the start and the end of their import. */
export function typesOf(events: readonly StoredEvent[]): readonly string[] {
  return events.map(({ type }) => type).filter((type) => !/^Import(Started|Completed)$/.test(type));
}
