import { CommanderError } from 'commander';

export interface Failure {
  readonly exitCode: number;
  /** Undefined when it is told already. */
  readonly message?: string;
}

/** What a failure means for the one who called: our own errors by their words, others with a trace. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CommanderError) {
    // Help and version end by an "error" too, with exit code 0.
    return { exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  if (!(error instanceof Error)) return { exitCode: 1, message: String(error) };
  const { code } = error as { code?: unknown };
  const ours = typeof code === 'string' && /^[A-Z_]+$/.test(code);
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message}` : '';
  return ours
    ? { exitCode: 1, message: `${code}: ${error.message}${cause}` }
    : { exitCode: 1, message: error.stack ?? error.message };
}
