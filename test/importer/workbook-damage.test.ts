import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergedCells } from '../../src/importer/merged-cells.js';
import { PlanFileError } from '../../src/importer/plan-file-error.js';
import { readPlanFile } from '../../src/importer/read-plan-file.js';
import { rowGatherer } from '../../src/importer/xlsx/sheet-rows.js';
import { openZip } from '../../src/importer/xlsx/zip.js';
import { HEADER, OBJECTIVE, TITLE, action } from './plan-text.js';
import { workbook, zip } from './workbook.js';

const rows = [TITLE, OBJECTIVE, HEADER, action(), action({ 0: '2' })];
const sound = workbook([{ rows, merges: ['C4:C5'] }]);

const read = (bytes: Uint8Array) => () => readPlanFile(bytes, 'plan.xlsx');
const sheet = (xml: string | Uint8Array) =>
  read(workbook([{ rows }], { parts: { 'xl/worksheets/sheet1.xml': xml } }));
const cells = (xml: string) => sheet(`<worksheet><sheetData>${xml}</sheetData></worksheet>`);

function refused(reason: string, ...said: readonly string[]): unknown {
  return expect.objectContaining({
    code: 'PLAN_FILE_UNREADABLE',
    detail: expect.objectContaining({ reason, fileName: 'plan.xlsx' }),
    message: expect.stringMatching(new RegExp(said.join('.*'), 'su')),
  });
}

describe('what is no workbook', () => {
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

  it('is refused with what it is, whatever its name', () => {
    expect(read(old)).toThrow(refused('NOT_A_WORKBOOK', 'xls', 'Save the plan'));
    expect(read(zip({ 'word/document.xml': '<a/>' }))).toThrow(refused('NOT_A_WORKBOOK', 'Word'));
    expect(read(zip({ mimetype: 'x', 'content.xml': '<a/>' }))).toThrow(
      refused('NOT_A_WORKBOOK', 'OpenDocument'),
    );
    expect(read(zip({ 'a.txt': 'hola' }))).toThrow(refused('NOT_A_WORKBOOK', 'with 1 files'));
    expect(read(zip({}))).toThrow(refused('NOT_A_WORKBOOK', 'with 0 files'));
    const binary = { 'xl/workbook.xml': '<document/>', 'xl/workbook.bin': 'x' };
    expect(read(workbook([], { parts: binary }))).toThrow(refused('NOT_A_WORKBOOK', 'xlsb'));
  });

  it('is refused when a password is on it, in either way of doing so', () => {
    const wrapped = Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(read(wrapped)).toThrow(refused('WORKBOOK_ENCRYPTED', 'password'));
    const locked = zip({ '_rels/.rels': '<a/>' }, { '_rels/.rels': { flags: 1 } });
    expect(read(locked)).toThrow(refused('WORKBOOK_ENCRYPTED'));
  });
});

describe('a workbook that is meant to exhaust', () => {
  const mega = 1024 * 1024;

  it('is refused before it is unpacked, when it says how large it is', () => {
    const bomb = zip({ a: Buffer.alloc(3 * mega) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => openZip(bomb, 2).read('a')).toThrow(/at most 2 MB .* 3 MB/u);
  });

  it('is refused when all its parts together are too large', () => {
    const { read: part } = openZip(zip({ a: Buffer.alloc(mega), b: Buffer.alloc(2 * mega) }), 2);
    expect(part('a')).toHaveLength(mega);
    expect(() => part('b')).toThrow(/at most 2 MB/u);
  });

  it('is refused when it says that it is smaller than it is', () => {
    const bomb = zip({ a: Buffer.alloc(mega) }, { a: { size: 10 } });
    expect(() => openZip(bomb).read('a')).toThrow(/doesn't unpack to what the zip declares/u);
  });

  it('is refused for elements beyond measure', () => {
    expect(sheet('<a>'.repeat(100_000))).toThrow(refused('WORKBOOK_DAMAGED', 'beyond measure'));
    const attributes = Array.from({ length: 1000 }, (_, i) => `a${i}=""`).join(' ');
    expect(sheet(`<a ${attributes}/>`)).toThrow(refused('WORKBOOK_DAMAGED', 'beyond measure'));
  });

  it('is not measured by what it declares of its size', () => {
    const plan = readPlanFile(
      workbook([{ rows, before: '<dimension ref="A1:XFD1048576"/>', merges: ['N9:XFD1048576'] }]),
      'plan.xlsx',
    );
    expect(plan.rows).toHaveLength(2);
  });

  it('is refused for more places than a plan has', () => {
    const gatherer = rowGatherer('PLAN', 20);
    gatherer.row('1', false);
    gatherer.place('T1');
    gatherer.cell('x');
    gatherer.row('2', false);
    gatherer.place('A2');
    expect(() => gatherer.cell('x')).toThrow(/at most 20 cells/u);
  });

  it('is refused for merged cells of more rows than a sheet can mean', () => {
    const range = { top: 1, bottom: 1_048_576, left: 1, right: 2 };
    const last = [{ row: 9, cells: ['x'] }];
    expect(mergedCells([range], last, 9).at(5, 2)).toEqual(range);
    expect(() => mergedCells([range, range], last, 17)).toThrow(
      expect.objectContaining({
        detail: expect.objectContaining({ reason: 'WORKBOOK_TOO_LARGE' }),
      }),
    );
  });
});

describe('a document type in a workbook', () => {
  it.each([
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>',
    '<!DOCTYPE a [<!ENTITY x "xx">]><worksheet>&x;</worksheet>',
    '<!DOCTYPE worksheet><worksheet/>',
  ])('is refused: %s', (xml) => {
    expect(sheet(xml)).toThrow(refused('WORKBOOK_DAMAGED', 'document type'));
  });

  it('is not needed to refuse an entity', () => {
    expect(cells('<row><c t="str"><v>&x;</v></c></row>')).toThrow(refused('WORKBOOK_DAMAGED'));
  });
});

describe('a damaged workbook', () => {
  it.each([
    ['<row r="2"/><row r="2"/>', 'row "2" behind row 2'],
    ['<row r="0"/>', 'row "0"'],
    ['<row r="1048577"/>', 'row "1048577"'],
    ['<row r="1"><c r="B1"/><c r="A1"/></row>', 'cell "A1" in row 1 behind column 2'],
    ['<row r="1"><c r="XFE1"/></row>', 'cell "XFE1"'],
    ['<row r="1"><c r="1A"/></row>', 'cell "1A"'],
    ['<row r="1"><c t="s"><v>999</v></c></row>', 'string 999 of'],
    ['<row r="1"><c>', 'no XML'],
    ['<row r="1"></c>', 'no XML'],
  ])('with %s says where', (xml, said) => {
    expect(cells(xml)).toThrow(refused('WORKBOOK_DAMAGED', said));
  });

  it('says which part is missing or overwritten', () => {
    const parts = { 'xl/workbook.xml': 'hola' };
    expect(read(workbook([{ rows }], { parts }))).toThrow(
      refused('WORKBOOK_DAMAGED', 'workbook.xml'),
    );
    expect(sheet(Buffer.from([0xff, 0x41]))).toThrow(refused('WORKBOOK_DAMAGED', 'not utf-8'));
    const merges = ['A1:ZZZZ9'];
    expect(read(workbook([{ rows, merges }]))).toThrow(refused('WORKBOOK_DAMAGED', 'ZZZZ9'));
    const lost = { 'xl/_rels/workbook.xml.rels': '<Relationships/>' };
    expect(read(workbook([{ rows }], { parts: lost }))).toThrow(
      refused('WORKBOOK_DAMAGED', 'without its cells'),
    );
  });

  it('is refused at whatever byte it is cut off', () => {
    for (let length = 4; length < sound.length; length += 7) {
      expect(read(sound.subarray(0, length))).toThrow(refused('WORKBOOK_DAMAGED'));
    }
  });

  it('is read as it was, or refused, when bytes of it are changed', () => {
    const change = fc.record({ at: fc.nat(sound.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(sound);
        for (const { at, to } of changes) bytes[at] = to;
        expectReadOrRefused(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is only bytes behind the beginning of a zip', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(read(Buffer.concat([Buffer.from('PK\x03\x04'), bytes]))).toThrow(PlanFileError);
      }),
    );
  });

  it('is read or refused whatever XML its sheet is', () => {
    const names = fc.constantFrom('row', 'c', 'v', 'f', 'is', 't', 'mergeCell', 'sheetData', 'col');
    const attributes = fc.constantFrom('', ' r="B2"', ' r="9"', ' t="s"', ' t="e"', ' ref="A1:B"');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('', '1', 'x', '45657', '1e999', '&amp;', '-0.0'),
        fc
          .tuple(names, attributes, fc.array(tie('tree'), { maxLength: 4 }))
          .map(([name, said, inner]) => `<${name}${said}>${inner.join('')}</${name}>`),
      ),
    }));
    fc.assert(
      fc.property(tree, (xml) => {
        const parts = { 'xl/worksheets/sheet1.xml': `<worksheet>${xml}</worksheet>` };
        expectReadOrRefused(workbook([{ rows: [] }, { rows }], { parts }));
      }),
      { numRuns: 500 },
    );
  });
});

function expectReadOrRefused(bytes: Uint8Array): void {
  try {
    readPlanFile(bytes, 'plan.xlsx');
  } catch (error) {
    expect(error).toBeInstanceOf(PlanFileError);
  }
}
