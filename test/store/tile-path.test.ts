import { describe, expect, it } from '@jest/globals';
import { tilePath, tilePathOf } from '../../src/store/tile-path.js';

describe('the path of a tile', () => {
  it.each([
    ['0/000', { level: 0, index: 0, width: 256 }],
    ['0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['1/x001/234.p/112', { level: 1, index: 1_234, width: 112 }],
    ['63/999.p/1', { level: 63, index: 999, width: 1 }],
    ['2/x001/000.p/255', { level: 2, index: 1_000, width: 255 }],
  ])('%s is read and written', (path, tile) => {
    expect(tilePath(path)).toEqual(tile);
    expect(tilePathOf(tile)).toBe(path);
  });

  it.each([
    ...['', '0', '0/0', '0/00', '0/0000', '00/000', '64/000', '-1/000', '0/x000/001', '0/001/002'],
    ...[
      '0/x001',
      '0/000.p/0',
      '0/000.p/256',
      '0/000.p/01',
      '0/000.p/',
      '0/000.p/999',
      'entries/000',
    ],
    ...['0/000/', '/0/000', '0/000.p/1/2', '0/x1/000', '0/X001/000', '8/0/000/x'],
  ])('"%s" is none', (path) => {
    expect(tilePath(path)).toBeUndefined();
  });
});
