import type { Tile } from './tiles.js';
import { TILE_WIDTH } from './tiles.js';

const form =
  /^(?<level>\d|[1-5]\d|6[0-3])\/(?<index>(x\d{3}\/){0,4}\d{3})(\.p\/(?<width>[1-9]\d{0,2}))?$/;

/** `<level>/<index>[.p/<width>]` as C2SP tlog-tiles writes it; undefined for anything else. */
export function tilePath(path: string): Tile | undefined {
  const { level = '', index = '', width } = form.exec(path)?.groups ?? {};
  const tile = {
    level: Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: Number(width ?? TILE_WIDTH),
  };
  // Each tile has one path: no needless x000, and no width for a full one.
  return tilePathOf(tile) === path && tile.width <= TILE_WIDTH ? tile : undefined;
}

export function tilePathOf({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}
