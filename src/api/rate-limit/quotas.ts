/**
 * How much each client may still ask in the current window of each policy. Counted in this process, so that no request waits;
 * with shared counters the processes tell each other about once a second what they counted.
 *
 * Rejected: one trip to Redis for each request, because a cached answer takes 40 µs and the trip several times that.
 * Rejected: the in-memory limiter of rate-limiter-flexible, because it keeps every address it ever saw in its window, and a
 * promise for each request costs a turn of the event loop.
 */
import { LRUCache } from 'lru-cache';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { SharedCounters } from '../../cache/shared-counters.js';

/** A number of requests in a window of time. */
export interface QuotaPolicy {
  readonly name: string;
  readonly requests: number;
  readonly windowS: number;
}

/** Clients whose counts are on the way to the other processes at once. */
const reconciledAtOnce = 100;

/** A whole request in the units that are counted: an answer from the cache costs less than one. */
export const unitsPerRequest = 10;

/** What a client has left of one policy. */
export interface QuotaState {
  readonly policy: QuotaPolicy;
  /** Whole requests that are left. */
  readonly remaining: number;
  /** Seconds until the window ends, rounded up. */
  readonly resetS: number;
  /** Nothing is left, not even for a cached answer. */
  readonly isSpent: boolean;
}

export interface Quotas {
  readonly policies: readonly QuotaPolicy[];
  /** Returns whether the client has any quota left in every policy. */
  has(client: string): boolean;
  /** Counts units of a request that is answered. */
  spend(client: string, units: number): void;
  /** Returns what the client has left, in the order of the policies. */
  states(client: string): readonly QuotaState[];
  /** Tells the other processes what was counted here since, and learns what they counted. */
  reconcile(): Promise<void>;
  close(): Promise<void>;
}

interface Window {
  endMs: number;
  /** Units counted by all processes, as far as this one knows. */
  total: number;
  /** Units counted here of which the others have not heard. */
  untold: number;
}

export interface QuotasOptions {
  readonly policies: readonly QuotaPolicy[];
  readonly runtime: Pick<Runtime, 'monotonicMs'>;
  readonly shared?: SharedCounters | undefined;
}

/** Creates the quotas. At most limits.quotaClientsMax clients are remembered; the one seen longest ago is forgotten first. */
export const createQuotas = ({ policies, runtime, shared }: QuotasOptions): Quotas => {
  const windows = policies.map(() => new LRUCache<string, Window>({ max: limits.quotaClientsMax }));
  /** Clients with untold units. */
  const untold = new Set<string>();

  const windowOf = (at: number, client: string): Window | undefined => {
    const window = windows[at]?.get(client);
    return window === undefined || window.endMs <= runtime.monotonicMs() ? undefined : window;
  };
  const unitsOf = ({ requests }: QuotaPolicy): number => requests * unitsPerRequest;

  const tell = async (client: string): Promise<void> => {
    for (const [at, { name, windowS }] of policies.entries()) {
      const window = windowOf(at, client);
      if (window === undefined || window.untold === 0) continue;
      const amount = window.untold;
      window.untold = 0;
      try {
        const count = await (shared as SharedCounters).add(`${name}:${client}`, amount, windowS);
        window.total = count.total + window.untold;
        window.endMs = runtime.monotonicMs() + count.endsInMs;
      } catch (error) {
        window.untold += amount;
        throw error;
      }
    }
  };

  return {
    policies,
    has: (client) => policies.every((policy, at) => (windowOf(at, client)?.total ?? 0) < unitsOf(policy)),
    spend(client, units) {
      for (const [at, { windowS }] of policies.entries()) {
        const window = windowOf(at, client);
        if (window === undefined) {
          windows[at]?.set(client, { endMs: runtime.monotonicMs() + windowS * 1_000, total: units, untold: units });
          continue;
        }
        window.total += units;
        window.untold += units;
      }
      if (shared !== undefined) untold.add(client);
    },
    states: (client) =>
      policies.map((policy, at) => {
        const window = windowOf(at, client);
        const left = Math.max(0, unitsOf(policy) - (window?.total ?? 0));
        const endsInMs = window === undefined ? policy.windowS * 1_000 : window.endMs - runtime.monotonicMs();
        return {
          policy,
          remaining: Math.floor(left / unitsPerRequest),
          resetS: Math.max(1, Math.ceil(endsInMs / 1_000)),
          isSpent: left === 0,
        };
      }),
    async reconcile() {
      if (shared === undefined) return;
      const clients = [...untold];
      untold.clear();
      for (let at = 0; at < clients.length; at += reconciledAtOnce) {
        const some = clients.slice(at, at + reconciledAtOnce);
        const told = await Promise.allSettled(some.map(tell));
        const failed = told.flatMap(({ status }, index) => (status === 'rejected' ? [some[index] as string] : []));
        for (const client of failed) untold.add(client);
        // The server is away: what was counted stays counted here, and is told when it is back.
        if (failed.length > 0) {
          for (const client of clients.slice(at + reconciledAtOnce)) untold.add(client);
          return;
        }
      }
    },
    close: async () => {
      await shared?.close();
    },
  };
};
