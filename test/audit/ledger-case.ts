import type { Forged } from './forge.js';
import { forge, newKeys, put, sealed } from './forge.js';
import { drafts, ledger, reports } from './facts.js';
import { rotated } from '../../src/store/keys-ring.js';
import { newSigningKey } from '../../src/store/keys.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { Api } from '../support/api.js';
import { startApi } from '../support/api.js';

// A served ledger of more than one full tile, with checkpoints by two keys.

export const size = 700;
export const former = newKeys();
export const keys = rotated(newSigningKey(), former);

export interface Served {
  readonly api: Api;
  readonly forged: Forged;
  /** Any path under /ledgers/<ledger>/. */
  get(path: string): Promise<Response>;
}

export async function serveLedger(): Promise<Served> {
  const events = sealed(ledger, [...drafts, ...reports(size - drafts.length)]);
  const old = forge(events, former, [1, 300]);
  const forged = forge(events, keys, [512, 600]);
  const api = await startApi({ keys });
  await put(collectionsOf(api.connection.db), {
    ...forged,
    checkpoints: [...old.checkpoints, ...forged.checkpoints],
  });
  return { api, forged, get: (path) => fetch(`${api.origin}/ledgers/${ledger}/${path}`) };
}
