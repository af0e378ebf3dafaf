export type EntryErrorCode =
  | 'NOT_CANONICAL'
  | 'NOT_A_TEXT'
  | 'TEXT_WITHOUT_SALT'
  | 'TEXT_AND_COMMITMENT'
  | 'UNDECLARED_TEXT'
  | 'BAD_SALT'
  | 'BAD_COMMITMENT'
  | 'BAD_RECORDED_AT'
  | 'ENTRY_TOO_LARGE'
  | 'DOCUMENT_TOO_LARGE';

/**
 * An event that can't become a leaf. `expected` and `actual` describe kinds and sizes, never the
 * value itself: a value may be a text that names a person, and errors end up in logs.
 */
export class EntryError extends Error {
  override readonly name = 'EntryError';

  constructor(
    readonly code: EntryErrorCode,
    readonly path: string,
    readonly expected: string,
    readonly actual: string,
  ) {
    super(`${path === '' ? 'the value' : path}: expected ${expected}, got ${actual}`);
  }
}
