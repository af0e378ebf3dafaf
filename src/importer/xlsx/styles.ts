import { builtInFormat, GENERAL, readFormat } from './number-format.js';
import type { NumberFormat } from './number-format.js';
import { readXml } from './xml.js';

/** The number format of each style, by the number that cells name it by. */
export type Styles = readonly NumberFormat[];

/** @throws PlanFileError WORKBOOK_DAMAGED. */
export function readStyles(part: string, bytes: Uint8Array): Styles {
  const own = new Map<number, NumberFormat>();
  const styles: NumberFormat[] = [];
  // `cellStyleXfs` has elements of the same name, which cells don't name.
  let inCellStyles = false;
  readXml(part, bytes, {
    open(name, attributes) {
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'numFmt') {
        own.set(Number(attributes.numFmtId), readFormat(attributes.formatCode ?? ''));
      }
      if (name !== 'xf' || !inCellStyles) return;
      const id = Number(attributes.numFmtId ?? 0);
      styles.push(own.get(id) ?? builtInFormat(id));
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return styles;
}

export function formatOf(styles: Styles, style: string | undefined): NumberFormat {
  return (style === undefined ? styles[0] : styles[Number(style)]) ?? GENERAL;
}
