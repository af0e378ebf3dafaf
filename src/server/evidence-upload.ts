import type { Refusal } from '../domain/refusal.js';
import { ruleViolation } from '../domain/refusal.js';
import { evidenceTypes, headBytes, mediaTypeIn } from './evidence-types.js';

/** 20 MiB. */
export const defaultMaxBytes = 20 * 1024 * 1024;

/** An upload that the caller can mend, with the status that HTTP has for it. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  constructor(
    readonly status: 400 | 404 | 413 | 415,
    readonly refusal: Refusal,
  ) {
    super(refusal.message);
  }
}

/** @throws UploadRefused 415 `file-type` for a type that evidence may not have. */
export function requireType(contentType: string | undefined): string {
  const mediaType = mediaTypeIn(contentType);
  if (Object.hasOwn(evidenceTypes, mediaType)) return mediaType;
  throw new UploadRefused(
    415,
    ruleViolation('file-type', 'Evidence is a document, a picture, a table or a text.', {
      field: 'content-type',
      expected: Object.keys(evidenceTypes).join(', '),
      actual: mediaType === '' ? 'none' : mediaType,
    }),
  );
}

/**
 * The name of a file from the X-File-Name header: UTF-8, percent-encoded. A header of its own is
 * what a page of another origin can't send without being asked for leave first.
 * @throws UploadRefused 400 `file-name`.
 */
export function requireFileName(header: string | readonly string[] | undefined): string {
  const name = typeof header === 'string' ? decoded(header) : undefined;
  const fine =
    name !== undefined && /^[^/\\\p{Cc}]{1,255}$/u.test(name) && name.isWellFormed() && name.trim();
  if (fine) return name;
  throw new UploadRefused(
    400,
    ruleViolation('file-name', 'Name the file in the X-File-Name header.', {
      field: 'x-file-name',
      expected:
        '1 to 255 characters, percent-encoded UTF-8, without slashes and control characters',
      actual: typeof header === 'string' ? header.slice(0, 300) : 'none',
    }),
  );
}

function decoded(header: string): string | undefined {
  try {
    return decodeURIComponent(header);
  } catch {
    return undefined;
  }
}

/** @throws UploadRefused 413 `file-too-large`. */
export function requireSize(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw new UploadRefused(
    413,
    ruleViolation('file-too-large', `A file of evidence has at most ${maxBytes} bytes.`, {
      field: 'content-length',
      expected: `at most ${maxBytes} bytes`,
      actual: `more: ${bytes} so far`,
    }),
  );
}

/**
 * A content as it comes, checked on its way.
 * @throws UploadRefused 413 `file-too-large`, 415 `file-content` when it is not of its media type,
 * 400 `file-empty`.
 */
export async function* checkedContent(
  content: AsyncIterable<Buffer>,
  mediaType: string,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  let head = Buffer.alloc(0);
  for await (const part of content) {
    bytes += part.length;
    requireSize(bytes, maxBytes);
    if (head.length < headBytes) head = Buffer.concat([head, part]).subarray(0, headBytes);
    yield part;
  }
  if (bytes === 0) {
    const details = { expected: 'at least one byte', actual: 'an empty file' };
    throw new UploadRefused(400, ruleViolation('file-empty', 'The file is empty.', details));
  }
  // At the end, before the file is kept: the parts may be shorter than any sign.
  if (evidenceTypes[mediaType]?.sign(head) === true) return;
  throw new UploadRefused(
    415,
    ruleViolation('file-content', 'The content is not of the media type that it comes under.', {
      field: 'content-type',
      expected: `a content of type ${mediaType}`,
      actual: 'another content',
    }),
  );
}
