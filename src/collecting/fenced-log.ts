/** The log under a lease. */
import type { EventLog } from '../log/event-log.js';
import type { Lease } from '../subscriptions/leases.js';

/** Returns the log for as long as the lease is valid: a process that slept through a take-over appends nothing. */
export const fencedLog = (log: EventLog, lease: Lease): EventLog => ({
  ...log,
  async append(...call) {
    lease.throwIfLost();
    return log.append(...call);
  },
});
