/** By what notifications are claimed: the lease of a process, with its token. */
import type { Lease } from '../subscriptions/leases.js';

/** Whether the claim of `d` is of a process that lives. The token is in it: what a process claimed under an earlier lease is free. */
export const claimedByLiving = `exists (
  select from subscriptions.leases l where l.name || ':' || l.token = d.claimed_by and l.expires_at > now())`;

/** Returns what notifications are claimed by. */
export const claimantOf = ({ name, token }: Pick<Lease, 'name' | 'token'>): string => `${name}:${token}`;
