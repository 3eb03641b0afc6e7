/** Watches the sources for troubles, in one process at a time, and queues what the operator is told. */
import { newestFullRuns } from '../../../projections/coverage/full-runs.js';
import type { Logger } from '../../base/logger.js';
import type { Runtime } from '../../base/runtime.js';
import { readConsentState } from '../../collecting/consents.js';
import { readSourceControl } from '../../collecting/source-control.js';
import { readSourceStatus } from '../../collecting/source-status.js';
import type { EventLog } from '../../log/event-log.js';
import type { Database } from '../../postgres/database.js';
import { runUnderLease } from '../../subscriptions/run-under-lease.js';
import { type AuditReport, auditsKept, newestAudits } from '../../collecting/audits.js';
import { dayMs } from '../../domain/instant.js';
import { type AuditedSource, judge, runsCompared } from './judge.js';
import { type OperatorTarget, putOperatorChannel } from './operator-channel.js';
import { forgetOthers, noteTroubles, watchedSince } from './store.js';

/** How often the sources are looked at. */
const watchMs = 60_000;

export interface WatchedSource {
  readonly name: string;
  /** When it is collected, in UTC; `null`: nobody planned it. */
  readonly schedule: { readonly cron: string; readonly lateAfterMs: number } | null;
}

export interface WatchDeps {
  readonly database: Database;
  readonly log: Pick<EventLog, 'readStream'>;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly holder: string;
  readonly sources: readonly WatchedSource[];
  /** `null`: troubles are in metrics and in the log of the process only. */
  readonly operator: OperatorTarget | null;
}

/** Returns a source in the reports of the audit that have it, the newest first. */
const auditsOf = (reports: readonly AuditReport[], name: string): AuditedSource[] =>
  reports.flatMap(({ from, to, sources }) => {
    const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
    return sources.filter(({ source }) => source === name).map((source) => ({ ...source, days }));
  });

/** Looks at one source. A paused one is left as it is: people know of it. */
const watchSource = async (
  deps: Omit<WatchDeps, 'holder'>,
  { name, schedule }: WatchedSource,
  reports: readonly AuditReport[],
): Promise<void> => {
  const { database, log, runtime, logger } = deps;
  const since = await watchedSince(database, name, runtime.now());
  const control = await readSourceControl(log, name);
  if (control.paused !== null) return;
  const [{ failure, breakerOpenUntil }, consent, runs] = await Promise.all([
    readSourceStatus(database, name),
    readConsentState(database, name),
    newestFullRuns(database, name, runsCompared + 1),
  ]);
  const now = runtime.now();
  const { cron, lateAfterMs } = schedule ?? { cron: null, lateAfterMs: 0 };
  const audits = auditsOf(reports, name);
  const planned = { resumedAt: control.resumed_at, watchedSince: since, cron, lateAfterMs };
  const seen = judge({ failure, breakerOpenUntil, consent, runs, audits, ...planned }, now);
  for (const { kind, state, since, detail } of await noteTroubles(database, name, seen, now)) {
    const level = state === 'began' ? 'warn' : 'info';
    logger[level](`trouble of a source ${state}`, { collector: name, trouble: kind, since, detail });
  }
};

/** Looks at every source once. */
export const watchSources = async (deps: Omit<WatchDeps, 'holder'>): Promise<void> => {
  const { database, runtime, operator, sources } = deps;
  await putOperatorChannel(database, operator, runtime.now());
  await forgetOthers(
    database,
    sources.map(({ name }) => name),
  );
  const reports = await newestAudits(database, auditsKept);
  for (const source of sources) await watchSource(deps, source, reports);
};

/** Watches until `signal` aborts. Never throws. */
export const runTroubleWatch = (deps: WatchDeps, signal: AbortSignal): Promise<void> =>
  runUnderLease({ ...deps, name: 'notifier-troubles', signal }, async ({ stop, onProgress }) => {
    while (!stop.aborted) {
      await watchSources(deps);
      onProgress();
      await deps.runtime.sleep(watchMs, stop).catch(() => undefined);
    }
  });
