import { hash } from 'node:crypto';

/**
 * SHA-256, 32 bytes; of a text, of its UTF-8. By way of a text, because a Buffer that comes from
 * node:crypto has memory of its own to be freed, which for 32 bytes costs more than the hash.
 */
export function sha256(data: string | Uint8Array): Buffer {
  return Buffer.from(hash('sha256', data, 'binary'), 'latin1');
}
