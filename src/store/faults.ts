/**
 * What went wrong on our side or the database's; a caller can't mend it by other input.
 * BUSY: surely not recorded. OUTCOME_UNKNOWN: may be recorded; the same command id tells.
 * TIMEOUT: the answer took too long.
 */
export type FaultCode =
  | 'BUSY'
  | 'OUTCOME_UNKNOWN'
  | 'TIMEOUT'
  | 'CLOCK_SKEW'
  | 'LEDGER_DAMAGED'
  | 'REBUILD_NEEDED'
  | 'REBUILD_RUNNING'
  | 'REBUILD_TAKEN_OVER'
  | 'EVENT_UNREADABLE'
  | 'INDEXES_DIFFER'
  | 'NO_TRANSACTIONS'
  | 'DATABASE_UNREACHABLE'
  | 'IDENTITY_PROVIDER_UNREACHABLE'
  | 'INTERNAL';

export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly code: FaultCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
