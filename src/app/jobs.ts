/** The weekly jobs of a ledger: deleting what is kept for a time only, and the audit of the data. */
import { auditDays } from '../../projections/coverage/audit.js';
import { cleanUp } from '../base/clean-up.js';
import { storeAudit } from '../collecting/audits.js';
import { collectingCleanup } from '../collecting/clean-up.js';
import { instantOf } from '../domain/instant.js';
import type { SourceName } from '../domain/source.js';
import { type Job, type JobFigures, runJob } from '../subscriptions/jobs.js';
import { deleteFreeLeases } from '../subscriptions/leases.js';
import { forgetTasks } from '../subscriptions/tasks.js';
import { auditData } from './audit-data.js';
import type { Ledger } from './ledger.js';

/** The jobs begin within an hour after their time. */
const jitterMs = 3_600_000;

type JobLedger = Pick<Ledger, 'config' | 'database' | 'runtime' | 'logger' | 'holder' | 'projector'>;

/** Deletes what is no longer kept. Throws the error of the first step that failed, after the others. */
const cleanUpOnce = async (ledger: JobLedger, collected: readonly SourceName[]): Promise<JobFigures> => {
  const { database, config, projector } = ledger;
  const { payloadsMs: payloadsKeptMs, requestsMs: requestsKeptMs, tasksMs } = config.kept;
  // What a run may still need is read from the runs.
  await projector.catchUp(['coverage']);
  const sources = collected.map((name) => ({ name, minIntervalMs: config.sources[name].minIntervalMs }));
  const { deleted, failures } = await cleanUp(ledger, [
    ...collectingCleanup({ database, sources, payloadsKeptMs, requestsKeptMs }),
    { name: 'tasks', run: (now) => forgetTasks(database, new Date(now.getTime() - tasksMs)) },
    { name: 'leases', run: () => deleteFreeLeases(database) },
  ]);
  const [failure] = failures.values();
  if (failure !== undefined) throw failure;
  return deleted;
};

/** Audits all sources, and keeps and logs the report. */
const auditOnce = async (ledger: JobLedger, signal: AbortSignal): Promise<JobFigures> => {
  const { database, runtime, logger } = ledger;
  const audit = await auditData(ledger, { days: auditDays }, signal);
  await storeAudit(database, { audited_at: instantOf(runtime.now()), ...audit });
  const { from, to, sources, sets } = audit;
  for (const source of sources) logger.info('audit of a source', { ...source });
  return { from, to, sources: sources.length, sets_to_look_at: sets.length };
};

/** Returns the jobs. `collected`: the sources that are collected. */
export const weeklyJobs = (ledger: JobLedger, collected: readonly SourceName[]): readonly Job[] => [
  { name: 'clean-up', cron: '0 3 * * 0', jitterMs, perform: () => cleanUpOnce(ledger, collected) },
  { name: 'audit', cron: '0 4 * * 1', jitterMs, perform: (signal) => auditOnce(ledger, signal) },
];

/** Does the weekly jobs, each in one process at a time, until `signal` aborts. */
export const runWeeklyJobs = async (
  ledger: JobLedger,
  collected: readonly SourceName[],
  signal: AbortSignal,
): Promise<void> => {
  await Promise.all(weeklyJobs(ledger, collected).map((job) => runJob(ledger, job, signal)));
};
