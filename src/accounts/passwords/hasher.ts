/** Hashes and checks passwords, one after another, in a worker thread that lives only while it is needed. */
import { Worker } from 'node:worker_threads';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { PasswordJob, PasswordResult } from './worker.js';

/** 2^12 rounds: a fifth of a second. */
const defaultCost = 12;

export interface PasswordHasher {
  /** Returns the bcrypt hash of a password. Throws PASSWORDS_BUSY if too many wait. */
  hash(password: string): Promise<string>;
  /**
   * Returns whether a password has the hash. `null`: there is no hash; the answer is no, after the same work, so that its time
   * does not tell. Throws PASSWORDS_BUSY.
   */
  verify(password: string, hash: string | null): Promise<boolean>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: string | boolean) => void;
  readonly reject: (error: Error) => void;
}

/** Creates the hasher. `cost`: the binary logarithm of bcrypt's rounds; tests take less. */
export const createPasswordHasher = ({ cost = defaultCost }: { readonly cost?: number } = {}): PasswordHasher => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let jobs = 0;
  let noHash: Promise<string> | undefined;

  const fail = (error: Error): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./worker.js', import.meta.url));
    started.on('message', ({ id, result }: PasswordResult) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
      // An idle thread keeps no process alive.
      if (waiting.size === 0) started.unref();
    });
    started.on('error', fail);
    started.on('exit', () => {
      if (worker === started) fail(new Error('the thread that hashes passwords has ended'));
    });
    return started;
  };
  const ask = (password: string, against: string | number): Promise<string | boolean> => {
    if (waiting.size >= limits.passwordsWaitingMax)
      return Promise.reject(ledgerError('PASSWORDS_BUSY', `${waiting.size} passwords wait to be checked; try again`));
    worker ??= start();
    worker.ref();
    const id = (jobs += 1);
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker?.postMessage({ id, password, against } satisfies PasswordJob);
    });
  };
  const hash = async (password: string): Promise<string> => String(await ask(password, cost));

  return {
    hash,
    async verify(password, given) {
      noHash ??= hash('').catch((error: unknown) => {
        noHash = undefined;
        throw error;
      });
      // Waited for in any case: the first one that needs it would take twice as long.
      const none = await noHash;
      const isRight = (await ask(password, given ?? none)) === true;
      return isRight && given !== null;
    },
    async close() {
      const ended = worker;
      fail(new Error('the hashing of passwords was closed'));
      await ended?.terminate();
    },
  };
};
