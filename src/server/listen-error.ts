/** The address can't be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code = 'ADDRESS_UNUSABLE';
}

/** Says what is wrong with an address, and what to do, where the system's error is one of it. */
export function listenError(error: unknown, host: string, port: number): unknown {
  const { code } = error as { code?: unknown };
  const why = reasons.get(code);
  if (why === undefined) return error;
  return new ListenError(`${host}, port ${port}: ${why}`);
}

const reasons = new Map<unknown, string>([
  ['EADDRINUSE', 'another program listens there. End it, or set PORT to a free port.'],
  ['EACCES', 'this user may not listen there. Set PORT to one from 1024 up.'],
  ['EADDRNOTAVAIL', 'this machine has no such address. Set HOST to one that it has.'],
  ['ENOTFOUND', 'this machine has no such address. Set HOST to one that it has.'],
]);
