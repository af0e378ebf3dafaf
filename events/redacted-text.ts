/**
 * What stands in a decoded event, and in the rows that it folds to, in place of a text that was
 * redacted: so that nobody takes it for a text that was never given. It is a code point that
 * Unicode leaves to programs for their own use; no text that comes in may hold it.
 */
export const redactedText = '\uFDD0';
export type RedactedText = typeof redactedText;
