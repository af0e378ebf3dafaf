import type { Db } from 'mongodb';
import { isTokenText } from '../../store/tokens.js';
import { tokenReader } from './token-viewer.js';
import type { Viewer } from './viewer.js';
import { AccessDenied } from './viewer.js';

/** Tells who asks. */
export interface Identity {
  /** Somebody who doesn't say who they are. */
  readonly nobody: Viewer;
  /**
   * By the Authorization header.
   * @throws AccessDenied UNAUTHENTICATED for anything but what a header that works has.
   */
  viewerOf(authorization: string | undefined): Promise<Viewer>;
}

/** Without an identity provider: everybody who reaches the server reads, a token's bearer writes. */
export function localIdentity(db: Db): Identity {
  const nobody: Viewer = { grants: [], open: ['PUBLISHED', 'READ'] };
  const viewerOfToken = tokenReader(db, nobody.open);
  return {
    nobody,
    async viewerOf(authorization) {
      if (authorization === undefined) return nobody;
      const text = bearerIn(authorization);
      if (!isTokenText(text)) throw new AccessDenied('UNAUTHENTICATED', noToken);
      return viewerOfToken(text);
    },
  };
}

const noToken =
  'Expected a token of this server, which begins with "bitacora_"; got another text. The operator makes tokens by "bitacora token add".';

/** @throws AccessDenied. What came is never repeated: it may be a secret of somebody else's. */
export function bearerIn(authorization: string): string {
  const [, text] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (text !== undefined) return text;
  const message = 'Expected the header "authorization: Bearer TOKEN"; got another form.';
  throw new AccessDenied('UNAUTHENTICATED', message);
}
