/** The state of a source as every process can read it, not only the one that collects. */
import { type CollectedRun, lastRun } from '../../projections/coverage/collections.js';
import type { Runtime } from '../base/runtime.js';
import { allowedBudget, type SourceControl } from '../domain/source-control.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import { leaseHolder } from '../subscriptions/leases.js';
import { type ConsentState, readConsentState } from './consents.js';
import { type Budget, readBudget } from './http/request-log.js';
import { readSourceControl } from './source-control.js';
import { readSourceStatus, type SourceStatus } from './source-status.js';

export interface SourceState {
  readonly source: string;
  /** Whether a process collects from it now. */
  readonly collecting: boolean;
  readonly budget: Budget;
  /** `half_open`: it was open, and the next request is a trial. */
  readonly breaker: 'closed' | 'open' | 'half_open';
  /** The last failure, also one before any run began; `null` if a success followed. */
  readonly failure: SourceStatus['failure'];
  readonly last_run: CollectedRun | null;
  /** What the source last said of its own quota; `null` if it never did. */
  readonly quota: SourceStatus['quota'];
  /** The consent of an account's owner; `null` if there is none. */
  readonly consent: ConsentState | null;
  /** What people ordered. The budget is what it allows. */
  readonly control: SourceControl;
}

/** Returns the name of the lease of the collector of a source. */
export const collectorLease = (source: string): string => `collector-${source}`;

/** Reads the state of a source. Needs the tables of the coverage read model. */
export const readSourceState = async (
  {
    database,
    runtime,
    log,
  }: { readonly database: Database; readonly runtime: Runtime; readonly log: Pick<EventLog, 'readStream'> },
  { source, dailyBudget }: { readonly source: string; readonly dailyBudget: number },
): Promise<SourceState> => {
  const now = runtime.now();
  const control = await readSourceControl(log, source);
  const allowed = allowedBudget(control, dailyBudget);
  const [{ failure, breakerOpenUntil, quota }, budget, run, holder, consent] = await Promise.all([
    readSourceStatus(database, source),
    readBudget(database, { source, dailyBudget: allowed, now }),
    lastRun(database, source),
    leaseHolder(database, collectorLease(source)),
    readConsentState(database, source),
  ]);
  const breaker =
    breakerOpenUntil === null ? 'closed' : Date.parse(breakerOpenUntil) > now.getTime() ? 'open' : 'half_open';
  return { source, collecting: holder !== null, budget, breaker, failure, last_run: run, quota, consent, control };
};
