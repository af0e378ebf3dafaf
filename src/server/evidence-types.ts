/** How the content of a file of one media type begins; undefined: it has no sign of its own. */
type Sign = (head: Buffer) => boolean;

const begins =
  (...bytes: readonly number[]): Sign =>
  (head) =>
    head.subarray(0, bytes.length).equals(Buffer.from(bytes));
const hasAt = (head: Buffer, at: number, text: string) =>
  head.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));

const zip = begins(0x50, 0x4b, 0x03, 0x04);
/** OpenDocument puts its media type first in the archive, uncompressed, so that it can be seen. */
const openDocument = (mediaType: string): Sign => {
  return (head) => zip(head) && hasAt(head, 30, `mimetype${mediaType}`);
};
/** Text has no sign. A NUL tells a program or an archive under a false name; UTF-16 has its mark. */
const text: Sign = (head) =>
  !head.includes(0) || begins(0xff, 0xfe)(head) || begins(0xfe, 0xff)(head);

const office = 'application/vnd.openxmlformats-officedocument';
const open = 'application/vnd.oasis.opendocument';

/** The media types that evidence may have, each with the sign that its content must bear. */
export const evidenceTypes: Readonly<
  Record<string, { readonly name: string; readonly sign: Sign }>
> = {
  'application/pdf': { name: 'pdf', sign: (head) => hasAt(head, 0, '%PDF-') },
  'image/png': { name: 'png', sign: begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  'image/jpeg': { name: 'jpg', sign: begins(0xff, 0xd8, 0xff) },
  'image/webp': {
    name: 'webp',
    sign: (head) => hasAt(head, 0, 'RIFF') && hasAt(head, 8, 'WEBP'),
  },
  [`${office}.wordprocessingml.document`]: { name: 'docx', sign: zip },
  [`${office}.spreadsheetml.sheet`]: { name: 'xlsx', sign: zip },
  [`${open}.text`]: { name: 'odt', sign: openDocument(`${open}.text`) },
  [`${open}.spreadsheet`]: { name: 'ods', sign: openDocument(`${open}.spreadsheet`) },
  'text/csv': { name: 'csv', sign: text },
  'text/plain': { name: 'txt', sign: text },
};

/** As many bytes as any sign needs. */
export const headBytes = 4_096;

/** The media type of a Content-Type header, without its parameters. */
export function mediaTypeIn(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
