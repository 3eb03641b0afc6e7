/**
 * Leases: what may exist once (a projection, a source's collector) is done by whoever holds its lease. Every take-over
 * raises the token; writers compare it where they write, so a holder that slept through its lease can never write.
 * Rejected: session advisory locks, which PgBouncer breaks and which a half-open connection holds for minutes.
 */
import { unlessAborted, withDeadline } from '../base/async/deadline.js';
import { isTransient, ledgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import { limits } from '../base/limits.js';
import type { Database } from '../postgres/database.js';

export interface Lease {
  readonly name: string;
  /** Grows with every take-over: the fence. */
  readonly token: number;
  /** Aborts when the lease is lost or released. */
  readonly signal: AbortSignal;
  /**
   * Throws LEASE_LOST when the lease is lost, or must have run out by the clock though nobody has said so yet: a process
   * that was paused goes on before its timers do. For effects that no checkpoint fences; call it right before them.
   */
  throwIfLost(): void;
  /** Gives the lease back at once, so that the next one need not wait for its end. */
  release(): Promise<void>;
}

const acquireSql = `
  insert into subscriptions.leases as l (name, holder, token, expires_at)
  values ($1, $2, 1, now() + $3 * interval '1 millisecond')
  on conflict (name) do update
    set holder = excluded.holder, token = l.token + 1, expires_at = excluded.expires_at
    where l.expires_at < now() or $4
  returning token`;

const renewSql = `
  update subscriptions.leases set expires_at = now() + $4 * interval '1 millisecond'
  where name = $1 and holder = $2 and token = $3 and expires_at >= now()
  returning token`;

const releaseSql = `
  update subscriptions.leases set expires_at = '-infinity' where name = $1 and holder = $2 and token = $3`;

/** Holders differ even within a process. */
export type Holder = string;

/**
 * Takes the lease and keeps renewing it until `release` or until it is lost; null while another holds it. The renewing
 * loop treats an unreachable server as a loss once the lease must have run out.
 */
export const acquireLease = async (options: {
  database: Database;
  runtime: Runtime;
  name: string;
  holder: Holder;
  ttlMs?: number;
  /** Take it from whoever holds it: an operator's command goes before a service that would never let go. */
  seize?: boolean;
}): Promise<Lease | null> => {
  const { database, runtime, name, holder } = options;
  const ttlMs = options.ttlMs ?? limits.leaseTtlMs;
  const renewMs = Math.min(limits.leaseRenewMs, Math.floor(ttlMs / 3));
  const askedAtMs = runtime.monotonicMs();
  // An answer that comes later than the lease would last is none.
  const [row] = await database.query<{ token: number }>(acquireSql, [name, holder, ttlMs, options.seize === true], {
    timeoutMs: ttlMs,
  });
  if (row === undefined) return null;
  const { token } = row;
  const ended = new AbortController();

  // Counted from before the question: the server's clock for it started later.
  let validUntilMs = askedAtMs + ttlMs;

  const renew = async (): Promise<void> => {
    let askedMs = askedAtMs;
    const msUntil = (atMs: number): number => Math.max(0, Math.min(atMs, validUntilMs) - runtime.monotonicMs());
    for (;;) {
      await runtime.sleep(msUntil(askedMs + renewMs), ended.signal);
      askedMs = runtime.monotonicMs();
      const asked = database.query(renewSql, [name, holder, token, ttlMs], { timeoutMs: ttlMs }).catch(() => null);
      // A server that hangs does not answer at all: it is asked again, and the lease runs out while we wait.
      const ms = msUntil(askedMs + renewMs);
      const kept = await withDeadline(unlessAborted(asked, ended.signal), { runtime, ms }, () => null);
      if (kept !== null && kept.length === 0) {
        ended.abort(new Error(`lease ${name} was taken over`));
        return;
      }
      if (kept !== null) validUntilMs = askedMs + ttlMs;
      else if (runtime.monotonicMs() >= validUntilMs) {
        ended.abort(new Error(`lease ${name} ran out unrenewed`));
        return;
      }
    }
  };
  const renewing = renew().catch(() => undefined);

  return {
    name,
    token,
    signal: ended.signal,
    throwIfLost() {
      if (ended.signal.aborted) throw ledgerError('LEASE_LOST', (ended.signal.reason as Error).message);
      if (runtime.monotonicMs() >= validUntilMs) throw ledgerError('LEASE_LOST', `lease ${name} ran out unrenewed`);
    },
    async release() {
      ended.abort(new Error(`lease ${name} released`));
      await renewing;
      // Best effort: an unreleased lease runs out by itself.
      await database.query(releaseSql, [name, holder, token], { timeoutMs: renewMs }).catch(() => undefined);
    },
  };
};

/**
 * Takes the lease as soon as it is free; a server that is away is waited out. Rejects with the signal's reason when it
 * aborts first, and with what the server refuses.
 */
export const waitForLease = async (
  options: Parameters<typeof acquireLease>[0] & { signal: AbortSignal },
): Promise<Lease> => {
  for (;;) {
    options.signal.throwIfAborted();
    const lease = await acquireLease(options).catch((error: unknown) => {
      if (isTransient(error)) return null;
      throw error;
    });
    if (lease !== null) return lease;
    await options.runtime.sleep(limits.leasePollMs, options.signal);
  }
};

/** Ends all leases: for whoever has just started the server and so knows that every holder is dead. */
export const forgetLeases = async (database: Database): Promise<void> => {
  await database.query(`update subscriptions.leases set expires_at = '-infinity'`);
};
