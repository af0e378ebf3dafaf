import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  cutoffOf,
  numberOf,
  quarterOf,
  quartersOf,
  startOf,
  yearOf,
} from '../../src/domain/quarter.js';

describe('a quarter', () => {
  it.each([
    ['2024-Q1', '2024-01-01', '2024-03-31'],
    ['2024-Q2', '2024-04-01', '2024-06-30'],
    ['2024-Q3', '2024-07-01', '2024-09-30'],
    ['2024-Q4', '2024-10-01', '2024-12-31'],
  ])('%s runs from %s to its cut-off %s', (quarter, first, last) => {
    expect([startOf(quarter), cutoffOf(quarter)]).toEqual([first, last]);
    expect([quarterOf(first), quarterOf(last)]).toEqual([quarter, quarter]);
    expect(quarterOf(addDays(first, -1))).not.toBe(quarter);
    expect(quarterOf(addDays(last, 1))).not.toBe(quarter);
  });

  it('is found for every month', () => {
    const months = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));
    expect(months.map((month) => numberOf(quarterOf(`2024-${month}-15`))).join('')).toBe(
      '111222333444',
    );
  });

  it('knows its year and its number, and a year its four quarters', () => {
    expect([yearOf('2024-Q3'), numberOf('2024-Q3')]).toEqual([2024, 3]);
    expect(quartersOf(2024)).toEqual(['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4']);
  });
});

describe('the dates of a process', () => {
  const register = new URL('../support/ts-register.mjs', import.meta.url).href;
  const script = fileURLToPath(new URL('./dates-in-zone.ts', import.meta.url));

  // The offset, in minutes, shows that the process really ran in that zone.
  it.each([
    ['America/Bogota', 300],
    ['Pacific/Kiritimati', -840],
    ['America/New_York', 240],
  ])(
    'in %s are those of Bogotá, and days add up over leap days and clock changes',
    (TZ, offset) => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--import', register, script], {
        env: { ...process.env, NODE_OPTIONS: '', TZ },
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        offset,
        dates: ['2024-03-31', '2024-03-31', '2024-04-01', '2024-12-31'],
        later: ['2024-02-29', '2023-03-01', '2024-03-11', '2025-01-10'],
        quarter: '2024-Q1',
      });
    },
  );
});
