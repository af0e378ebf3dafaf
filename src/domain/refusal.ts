/** What a caller can mend, as data. `rule` names the rule of a RULE_VIOLATION. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly rule?: string;
  /** The input's field at fault, e.g. `percent`. */
  readonly field?: string;
  readonly message: string;
  /** What was expected and what came, as text a person reads. */
  readonly expected?: string;
  readonly actual?: string;
}

export type RefusalCode =
  'BAD_USER_INPUT' | 'NOT_FOUND' | 'CONFLICT' | 'RULE_VIOLATION' | 'IDEMPOTENCY_KEY_REUSED';

type Details = Omit<Refusal, 'code' | 'rule' | 'message'>;

export function badInput(message: string, details: Details = {}): Refusal {
  return { code: 'BAD_USER_INPUT', message, ...details };
}

export function notFound(field: string, id: string): Refusal {
  const message = `No ${field.replace(/Ids?$/, '')} with id "${id}" is on record. Check the id.`;
  return { code: 'NOT_FOUND', message, field, actual: id };
}

export function ruleViolation(rule: string, message: string, details: Details = {}): Refusal {
  return { code: 'RULE_VIOLATION', rule, message, ...details };
}

export function reasonRequired(why: string): Refusal {
  return ruleViolation('reason-required', `${why} needs a reason. Give one in "reason".`, {
    field: 'reason',
    expected: 'a reason',
    actual: 'none',
  });
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
