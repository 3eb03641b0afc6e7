/** Jobs at planned times, each in one process at a time. One that was missed while no process ran is done at the next start. */
import { aborted } from '../base/async/aborted.js';
import { backoffMs } from '../base/async/backoff.js';
import { errorCode, isEngineError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import { plannedAfter, sleepUntil } from '../base/planned-times.js';
import { reasonOf } from '../base/reason.js';
import type { Runtime } from '../base/runtime.js';
import { instantOf } from '../domain/instant.js';
import { storableText } from '../domain/text.js';
import type { Database, Reader, Row } from '../postgres/database.js';
import { runUnderLease } from './run-under-lease.js';

/** What came of a run: a few figures, which are logged and kept. */
export type JobFigures = Readonly<Record<string, unknown>>;

export interface Job {
  readonly name: string;
  /** When it is done, in UTC. */
  readonly cron: string;
  /** It begins at a random moment within so many milliseconds after its time. */
  readonly jitterMs: number;
  readonly perform: (signal: AbortSignal) => Promise<JobFigures>;
}

export interface JobStatus {
  readonly name: string;
  readonly planned_since: string;
  readonly started_at: string | null;
  /** The end of the last run that succeeded; `null` before the first. */
  readonly done_at: string | null;
  readonly figures: JobFigures | null;
  /** The last failure; `null` after a success. */
  readonly failed_at: string | null;
  readonly failure: string | null;
  readonly next_at: string | null;
}

interface JobDeps {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly holder: string;
}

/** Delays after a failure. */
const backoff = { minMs: 300_000, maxMs: 6 * 3_600_000 };

const columns = 'name, planned_since, started_at, done_at, figures, failed_at, failure, next_at';

/** Returns the state of every job that a process has planned, by name. */
export const jobStatuses = (database: Reader): Promise<JobStatus[]> =>
  database.query<JobStatus & Row>(`select ${columns} from subscriptions.jobs order by name`);

/** Returns the state of a job, which is planned from now on if it is new. */
const readStatus = async ({ database, runtime }: JobDeps, name: string): Promise<JobStatus> => {
  await database.query(
    'insert into subscriptions.jobs (name, planned_since) values ($1, $2) on conflict (name) do nothing',
    [name, runtime.now()],
  );
  const [status] = await database.query<JobStatus & Row>(`select ${columns} from subscriptions.jobs where name = $1`, [
    name,
  ]);
  return status as JobStatus;
};

/** Returns when a job is to begin, in milliseconds since 1970; `null` if never. `now` where a run was missed. */
const beginMs = (job: Job, { done_at, planned_since }: JobStatus, now: Date, random: number): number | null => {
  // A time of the future was noted before the clock was set back.
  const after = Math.min(Date.parse(done_at ?? planned_since), now.getTime());
  const planned = plannedAfter(job, new Date(after));
  return planned === null ? null : Math.max(planned.getTime() + random * job.jitterMs, now.getTime());
};

/** Does the job once and notes what came of it. Returns whether it succeeded. Throws what an engine throws that is away. */
const performOnce = async (deps: JobDeps, job: Job, signal: AbortSignal): Promise<boolean> => {
  const { database, runtime, logger } = deps;
  const { name } = job;
  await database.query('update subscriptions.jobs set started_at = $2 where name = $1', [name, runtime.now()]);
  try {
    const figures = await job.perform(signal);
    await database.query(
      `update subscriptions.jobs set done_at = $2, figures = $3, failed_at = null, failure = null where name = $1`,
      [name, runtime.now(), JSON.stringify(figures)],
    );
    logger.info(`job ${name} done`, { ...figures });
    return true;
  } catch (error) {
    if (signal.aborted || isEngineError(error)) throw error;
    const reason = reasonOf(error);
    logger.warn(`job ${name} failed`, { code: errorCode(error), reason });
    await database.query('update subscriptions.jobs set failed_at = $2, failure = $3 where name = $1', [
      name,
      runtime.now(),
      storableText(reason),
    ]);
    return false;
  }
};

/** Does the job at its times until `signal` aborts; after a failure again, with a growing delay. */
export const keepTimes = async (
  deps: JobDeps,
  job: Job,
  signal: AbortSignal,
  onProgress: () => void = () => undefined,
): Promise<void> => {
  const { database, runtime, logger } = deps;
  for (let failures = 0; !signal.aborted;) {
    const planned = beginMs(job, await readStatus(deps, job.name), runtime.now(), runtime.random());
    if (planned === null) return aborted(signal);
    const delayMs = failures === 0 ? 0 : backoffMs(failures - 1, runtime.random(), backoff);
    const at = new Date(Math.max(planned, runtime.now().getTime() + delayMs));
    await database.query('update subscriptions.jobs set next_at = $2 where name = $1', [job.name, at]);
    logger.info(`next ${job.name}`, { at: instantOf(at) });
    onProgress();
    await sleepUntil(runtime, at.getTime(), signal);
    failures = (await performOnce(deps, job, signal)) ? 0 : failures + 1;
  }
};

/** Does the job at its times, in one process at a time, until `signal` aborts. Never throws. */
export const runJob = (deps: JobDeps, job: Job, signal: AbortSignal): Promise<void> => {
  const { database, runtime, logger, holder } = deps;
  return runUnderLease({ database, runtime, logger, holder, name: `job-${job.name}`, signal }, ({ stop, onProgress }) =>
    keepTimes(deps, job, stop, onProgress),
  );
};
