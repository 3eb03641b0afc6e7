/** Commands by their Idempotency-Key: which is under way, and how each was answered. */
import { type ErrorCode, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { Database, Row } from '../../postgres/database.js';

/** The answer to a command as it is kept. */
export type KeptAnswer =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | {
      readonly error: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly details: Readonly<Record<string, string>>;
      };
    };

/** A command by its key. */
export interface KeyedCommand {
  readonly userId: string;
  readonly route: string;
  readonly keyHash: Buffer;
  /** Hash of what is asked: the same key with another question is a mistake. */
  readonly fingerprint: Buffer;
}

/** `begun`: the caller does the work, and finishes or releases the key. */
export type Claim =
  | { readonly outcome: 'begun'; readonly seed: string; readonly startedAt: string }
  | { readonly outcome: 'answered'; readonly answer: KeptAnswer };

interface KeyRow extends Row {
  readonly fingerprint: Buffer;
  readonly seed: string;
  readonly started_at: string;
  readonly expires_at: string;
  readonly answer: KeptAnswer | null;
}

export interface KeyStore {
  /** Throws IDEMPOTENCY_KEY_REUSED for another question, IDEMPOTENCY_IN_FLIGHT while the same is under way. */
  claim(command: KeyedCommand): Promise<Claim>;
  /** Keeps the answer. */
  finish(command: KeyedCommand, startedAt: string, answer: KeptAnswer): Promise<void>;
  /** Forgets the key: the command can be given again with it. */
  release(command: KeyedCommand, startedAt: string): Promise<void>;
}

const whereKey = 'user_id = $1 and route = $2 and key_hash = $3';

/** Creates the store. Expired keys go as new ones come, some at a time: no job is needed for them. */
export const createKeyStore = (database: Pick<Database, 'query'>, runtime: Pick<Runtime, 'now' | 'uuid'>): KeyStore => {
  const forgetExpired = (now: string): Promise<Row[]> =>
    database.query(
      `delete from commands.idempotency_keys where ctid = any(array(
         select ctid from commands.idempotency_keys where expires_at <= $1 limit ${limits.idempotencyKeysForgottenAtOnce}))`,
      [now],
    );
  const begin = async (
    { userId, route, keyHash, fingerprint }: KeyedCommand,
    started: { now: string; expires: string; seed: string },
  ): Promise<boolean> => {
    const rows = await database.query(
      `insert into commands.idempotency_keys (user_id, route, key_hash, fingerprint, seed, started_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning user_id`,
      [userId, route, keyHash, fingerprint, started.seed, started.now, started.expires],
    );
    return rows.length > 0;
  };
  /** Takes over a command whose process did not finish it; `false` if another one did first. */
  const takeOver = async ({ userId, route, keyHash }: KeyedCommand, row: KeyRow, now: string): Promise<boolean> => {
    const rows = await database.query(
      `update commands.idempotency_keys set started_at = $5
       where ${whereKey} and started_at = $4 and answer is null returning user_id`,
      [userId, route, keyHash, row.started_at, now],
    );
    return rows.length > 0;
  };
  const inFlight = (): Error =>
    ledgerError('IDEMPOTENCY_IN_FLIGHT', 'Idempotency-Key: a request with this key is under way; try again', {
      details: { 'Idempotency-Key': 'under way' },
    });

  return {
    async claim(command) {
      const { userId, route, keyHash, fingerprint } = command;
      const nowMs = runtime.now().getTime();
      const now = new Date(nowMs).toISOString();
      const expires = new Date(nowMs + limits.idempotencyKeptMs).toISOString();
      await forgetExpired(now);
      const seed = runtime.uuid();
      if (await begin(command, { now, expires, seed })) return { outcome: 'begun', seed, startedAt: now };
      const [row] = await database.query<KeyRow>(
        `select fingerprint, seed, started_at, expires_at, answer from commands.idempotency_keys
         where ${whereKey} and expires_at > $4`,
        [userId, route, keyHash, now],
      );
      // Expired or released in this very moment.
      if (row === undefined) throw inFlight();
      if (!row.fingerprint.equals(fingerprint)) {
        const problem = 'was used for another request; expected a new one';
        throw ledgerError('IDEMPOTENCY_KEY_REUSED', `Idempotency-Key: ${problem}`, {
          details: { 'Idempotency-Key': problem },
        });
      }
      if (row.answer !== null) return { outcome: 'answered', answer: row.answer };
      const isAbandoned = nowMs - Date.parse(row.started_at) >= limits.idempotencyInFlightMs;
      if (!isAbandoned || !(await takeOver(command, row, now))) throw inFlight();
      return { outcome: 'begun', seed: row.seed, startedAt: now };
    },
    async finish({ userId, route, keyHash }, startedAt, answer) {
      await database.query(`update commands.idempotency_keys set answer = $5 where ${whereKey} and started_at = $4`, [
        userId,
        route,
        keyHash,
        startedAt,
        JSON.stringify(answer),
      ]);
    },
    async release({ userId, route, keyHash }, startedAt) {
      await database.query(
        `delete from commands.idempotency_keys where ${whereKey} and started_at = $4 and answer is null`,
        [userId, route, keyHash, startedAt],
      );
    },
  };
};
