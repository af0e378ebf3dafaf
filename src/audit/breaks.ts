/** Each kind of break that a verification can find; what each means is in docs/tamper-evidence.md. */
export type BreakCode =
  | 'POSITION_GAP'
  | 'STREAM_GAP'
  | 'LEAF_MISMATCH'
  | 'TEXT_CHANGED'
  | 'REDACTION_UNEXPLAINED'
  | 'TREE_NODE_WRONG'
  | 'HEAD_WRONG'
  | 'CHECKPOINT_SIGNATURE'
  | 'CHECKPOINT_INCONSISTENT'
  | 'CHECKPOINT_BEYOND_LOG'
  | 'PUBLICATION_DIFFERS'
  | 'EXPORT_UNREADABLE'
  | 'EXPORT_INCOMPLETE';

/** The first place at which a ledger isn't what it promised. */
export interface Break {
  readonly code: BreakCode;
  readonly ledger: string;
  /** The first position that is broken; 0 when it is about the ledger as a whole. */
  readonly position: number;
  /** What was expected and what is there. Never a text of the log itself. */
  readonly message: string;
}

/** Of two breaks, the one that a reader meets first. */
export function earlier(a: Break | undefined, b: Break | undefined): Break | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.position < a.position ? b : a;
}
