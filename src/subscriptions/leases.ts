/**
 * Leases: work that may exist once (a subscriber, a source's collector) is done by the holder of its lease. Every take-over
 * raises the token, and every write compares it: a holder that was paused beyond its lease can never write. Rejected:
 * session advisory locks, because PgBouncer breaks them and a half-open connection holds them for minutes.
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
   * Throws LEASE_LOST if the lease is lost, or must have run out by the clock: a process that was paused goes on before its
   * timers do. For effects that no checkpoint fences; call it right before each of them.
   */
  throwIfLost(): void;
  /** Gives the lease back, so that the next holder need not wait for its end. */
  release(): Promise<void>;
}

/**
 * $3 the lease's duration, $5 the longest one. A lease that ends later than the longest one from now was taken before the
 * server's clock was set back. Nobody may wait for that end: if its holder is dead, that takes as long as the clock was set
 * back. Such a lease keeps its holder and ends $5 from now, unless that one renews it.
 */
const acquireSql = `
  insert into subscriptions.leases as l (name, holder, token, expires_at)
  values ($1, $2, 1, now() + $3 * interval '1 millisecond')
  on conflict (name) do update
    set (holder, token, expires_at) = (
      select case when free then $2 else l.holder end, l.token + free::int,
             case when free then excluded.expires_at else now() + $5 * interval '1 millisecond' end
        from (select l.expires_at < now() or $4 as free) state)
    where l.expires_at < now() or $4 or l.expires_at > now() + $5 * interval '1 millisecond'
  returning holder, token`;

const renewSql = `
  update subscriptions.leases set expires_at = now() + $4 * interval '1 millisecond'
  where name = $1 and holder = $2 and token = $3 and expires_at >= now()
  returning token`;

const releaseSql = `
  update subscriptions.leases set expires_at = '-infinity' where name = $1 and holder = $2 and token = $3`;

/** Unique, also within a process. */
export type Holder = string;

/**
 * Takes the lease and renews it until `release` or until it is lost; returns `null` while another holder has it. If the
 * server is unreachable, the lease counts as lost once it must have run out.
 */
export const acquireLease = async (options: {
  database: Database;
  runtime: Runtime;
  name: string;
  holder: Holder;
  ttlMs?: number;
  /** Take it from the holder: an operator's command goes before a service that would never give it back. */
  seize?: boolean;
}): Promise<Lease | null> => {
  const { database, runtime, name, holder } = options;
  const ttlMs = options.ttlMs ?? limits.leaseTtlMs;
  const renewMs = Math.min(limits.leaseRenewMs, Math.floor(ttlMs / 3));
  const askedAtMs = runtime.monotonicMs();
  // An answer that takes longer than the lease is useless.
  const [row] = await database.query<{ holder: Holder; token: number }>(
    acquireSql,
    [name, holder, ttlMs, options.seize === true, Math.max(ttlMs, limits.leaseTtlMs)],
    { timeoutMs: ttlMs },
  );
  if (row?.holder !== holder) return null;
  const { token } = row;
  const ended = new AbortController();

  // Counted from before the query: the server starts counting later.
  let validUntilMs = askedAtMs + ttlMs;

  const renew = async (): Promise<void> => {
    let askedMs = askedAtMs;
    const msUntil = (atMs: number): number => Math.max(0, Math.min(atMs, validUntilMs) - runtime.monotonicMs());
    for (;;) {
      await runtime.sleep(msUntil(askedMs + renewMs), ended.signal);
      askedMs = runtime.monotonicMs();
      const asked = database.query(renewSql, [name, holder, token, ttlMs], { timeoutMs: ttlMs }).catch(() => null);
      // A server that hangs does not answer: the query is repeated, and the lease runs out meanwhile.
      const ms = msUntil(askedMs + renewMs);
      const kept = await withDeadline(unlessAborted(asked, ended.signal), { runtime, ms }, () => null);
      if (kept !== null && kept.length === 0) {
        ended.abort(ledgerError('LEASE_LOST', `lease ${name} was taken over`));
        return;
      }
      if (kept !== null) validUntilMs = askedMs + ttlMs;
      else if (runtime.monotonicMs() >= validUntilMs) {
        ended.abort(ledgerError('LEASE_LOST', `lease ${name} ran out unrenewed`));
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
      ended.abort(ledgerError('LEASE_LOST', `lease ${name} released`));
      await renewing;
      // Best effort: an unreleased lease runs out by itself.
      await database.query(releaseSql, [name, holder, token], { timeoutMs: renewMs }).catch(() => undefined);
    },
  };
};

/**
 * Takes the lease as soon as it is free; waits out an unavailable server. Throws the signal's reason if it aborts first,
 * and errors that are not transient.
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

/** Returns the holder of the lease; `null` if it is free. */
export const leaseHolder = async (database: Database, name: string): Promise<Holder | null> => {
  const [row] = await database.query<{ holder: string }>(
    'select holder from subscriptions.leases where name = $1 and expires_at >= now()',
    [name],
  );
  return row?.holder ?? null;
};

/** Ends all leases. For a process that has just started the server: every holder is dead. */
export const forgetLeases = async (database: Database): Promise<void> => {
  await database.query(`update subscriptions.leases set expires_at = '-infinity'`);
};

/**
 * Deletes leases that nobody has held for a day, of processes and sources that are gone; returns how many. Those of subscribers stay:
 * their checkpoints remember the token as their fence, which must go on growing. Those of senders too: delivery deletes them once nothing
 * is claimed under them.
 */
export const deleteFreeLeases = async (database: Database): Promise<number> => {
  const gone = await database.query(
    `delete from subscriptions.leases l
      where l.expires_at < now() - interval '1 day' and l.name not like 'sender-%'
        and not exists (select from subscriptions.checkpoints c where l.name in (c.subscriber, c.lease))
      returning l.name`,
  );
  return gone.length;
};
