import { MongoServerError } from 'mongodb';

/** Whether a write outside of a transaction was refused because a unique key is taken. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11000;
}
