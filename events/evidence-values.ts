import { z } from 'zod';
import { evidenceId, localDate, sha256, text } from './values.js';

/** Where the evidence is: a page on the web, or a file kept by its content. */
export const evidence = z.strictObject({
  evidenceId,
  title: text,
  /** When it was made, if told. */
  date: localDate.exactOptional(),
  url: text.exactOptional(),
  file: z
    .strictObject({
      sha256,
      /** Bytes. */
      size: z.int().min(1),
      mediaType: text,
      fileName: text,
    })
    .exactOptional(),
});
export type Evidence = z.infer<typeof evidence>;
