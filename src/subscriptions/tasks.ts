/**
 * Work that is asked for in one process and done in another, which has the role for it: collections, rebuilds, retries. Rejected:
 * doing it where it is asked for, because an API process may reach no marketplace, and would serve nothing while it folds.
 */
import { errorCode, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { Database, Row } from '../postgres/database.js';
import { runUnderLease } from './run-under-lease.js';

export const taskKinds = ['collection', 'rebuild', 'retry'] as const;
export type TaskKind = (typeof taskKinds)[number];

export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  readonly subject: Readonly<Record<string, unknown>>;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** `null` until it is finished. */
  readonly outcome: 'done' | 'failed' | null;
  /** What came of it, or the code and reason of its failure; `null` until it is finished. */
  readonly result: Readonly<Record<string, unknown>> | null;
}

const columns = 'id, kind, subject, requested_by, requested_at, started_at, finished_at, outcome, result';

/** Asks for a task. The same id again asks for nothing new. */
export const requestTask = async (
  { database, runtime }: { readonly database: Pick<Database, 'query'>; readonly runtime: Pick<Runtime, 'now'> },
  task: Pick<Task, 'id' | 'kind' | 'subject' | 'requested_by'>,
): Promise<Task> => {
  await database.query(
    `insert into commands.tasks (id, kind, subject, requested_by, requested_at) values ($1, $2, $3, $4, $5)
     on conflict (id) do nothing`,
    [task.id, task.kind, JSON.stringify(task.subject), task.requested_by, runtime.now()],
  );
  return findTask(database, task.id);
};

/** Deletes tasks that were finished before an instant; returns how many. */
export const forgetTasks = async (database: Pick<Database, 'query'>, before: Date): Promise<number> =>
  (await database.query('delete from commands.tasks where finished_at < $1 returning id', [before])).length;

/** Returns a task. Throws TASK_NOT_FOUND. */
export const findTask = async (database: Pick<Database, 'query'>, id: string): Promise<Task> => {
  const [task] = await database.query<Task & Row>(`select ${columns} from commands.tasks where id = $1`, [id]);
  if (task !== undefined) return task;
  throw ledgerError('TASK_NOT_FOUND', `no task ${id}; finished tasks are kept for a time only (TASKS_KEPT)`, {
    details: { id: 'unknown' },
  });
};

/** Does a task and returns what came of it. */
export type Perform = (task: Task, signal: AbortSignal) => Promise<Readonly<Record<string, unknown>>>;

interface TaskWorker {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly holder: string;
  readonly perform: Perform;
}

/** Codes of failures after which the task is begun again: its subject is busy, or an engine is away. */
const laterCodes: ReadonlySet<string> = new Set([
  'COLLECTION_RUNNING',
  'LEASE_LOST',
  'LOG_UNAVAILABLE',
  'LOG_BUSY',
  'DATABASE_UNAVAILABLE',
]);

const finish = (
  { database, runtime }: TaskWorker,
  task: Task,
  outcome: 'done' | 'failed',
  result: object,
): Promise<Row[]> =>
  database.query('update commands.tasks set finished_at = $2, outcome = $3, result = $4 where id = $1', [
    task.id,
    runtime.now(),
    outcome,
    JSON.stringify(result),
  ]);

const begin = async (
  { database, runtime }: TaskWorker,
  kind: TaskKind,
  source: string | undefined,
): Promise<Task | null> => {
  const [task] = await database.query<Task & Row>(
    `update commands.tasks set started_at = $2 where id = (
       select id from commands.tasks
       where kind = $1 and finished_at is null and ($3::text is null or subject->>'source' = $3)
       order by requested_at, id limit 1)
     returning ${columns}`,
    [kind, runtime.now(), source ?? null],
  );
  return task ?? null;
};

/**
 * Does the next task of a kind; `source`: only those of this source. Returns whether there was one. Throws what another try can
 * mend, with the task left to be begun again.
 */
export const performNext = async (
  worker: TaskWorker,
  kind: TaskKind,
  source: string | undefined,
  signal: AbortSignal,
): Promise<boolean> => {
  const task = await begin(worker, kind, source);
  if (task === null) return false;
  try {
    const result = await worker.perform(task, signal);
    await finish(worker, task, 'done', result);
  } catch (error) {
    const code = errorCode(error);
    if (signal.aborted || laterCodes.has(code)) throw error;
    worker.logger.warn('task failed', { task: task.id, kind, code, reason: (error as Error).message });
    const reason = code === 'INTERNAL' ? 'the log of the process has the reason' : (error as Error).message;
    await finish(worker, task, 'failed', { code, reason });
  }
  return true;
};

/** Does the tasks of a kind as they are asked for, in one process at a time, until `signal` aborts. */
export const runTasks = (
  worker: TaskWorker,
  { kind, source }: { readonly kind: TaskKind; readonly source?: string },
  signal: AbortSignal,
): Promise<void> => {
  const { database, runtime, logger, holder } = worker;
  const name = source === undefined ? `tasks-${kind}` : `tasks-${kind}-${source}`;
  return runUnderLease({ database, runtime, logger, holder, name, signal }, async ({ stop, onProgress }) => {
    while (!stop.aborted) {
      if (await performNext(worker, kind, source, stop)) onProgress();
      else await runtime.sleep(limits.taskPollMs, stop).catch(() => undefined);
    }
  });
};
