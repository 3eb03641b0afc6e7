/** Hashes passwords in a thread of its own: bcrypt takes a fifth of a second, in which the event loop would stand still. */
import { createHmac } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

export interface PasswordJob {
  readonly id: number;
  readonly password: string;
  /** To compare with, or the cost of a new hash. */
  readonly against: string | number;
}

export interface PasswordResult {
  readonly id: number;
  readonly result: string | boolean;
}

/**
 * Returns 44 characters that depend on every byte of the password. bcrypt alone reads 72 bytes, and ends at a NUL. Keyed, so that
 * no hash of another service, found in a leak, can be tried here as it is.
 */
const prepared = (password: string): string =>
  createHmac('sha256', 'tcg-ledger password 1').update(password).digest('base64');

parentPort?.on('message', ({ id, password, against }: PasswordJob) => {
  const text = prepared(password);
  const result = typeof against === 'number' ? bcrypt.hashSync(text, against) : bcrypt.compareSync(text, against);
  parentPort?.postMessage({ id, result } satisfies PasswordResult);
});
