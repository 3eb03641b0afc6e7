/**
 * Appending. The server is always told an explicit revision: then it compares ids at the places that follow, for ever, so
 * an append whose answer was lost is sent again as it was and answered with where its events are. With "any" it would look
 * into a cache of recent ids that a restart empties. `any` of the port is therefore the end of the stream as found here,
 * looked for again when another writer was faster.
 *
 * The server does not say whether it wrote or found the events. They were there before when their position is not beyond
 * the head that was read when the call began; of a batch that two processes send at the same moment both may be told that
 * they appended it.
 */
import type { LogPosition } from '../../domain/envelope.js';
import { errorCode, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { type AppendOutcome, noStream, type StreamAppend } from '../event-log.js';
import { backoffMs } from '../../base/async/backoff.js';
import { inParallel } from '../../base/async/parallel.js';
import type { AppendCalls, SingleAnswer } from './append-call.js';
import type { Encoded } from './event-codec.js';
import { unavailable } from './server-errors.js';
import { printPosition } from './position.js';
import { positionAt } from './read-events.js';
import type { ReadContext } from './context.js';
import type { StreamEnd, StreamIds } from './stream-ids.js';
import { eventStoreLimits } from './limits.js';

export interface Appending {
  readonly reading: ReadContext;
  readonly calls: AppendCalls;
  readonly ids: StreamIds;
  /** Streams whose last append is of unknown outcome. */
  readonly doubtful: Set<string>;
  readonly notePosition: (position: LogPosition) => void;
}

/** Between two rounds: writers that race for one stream wait different times. */
const raceBackoff = { minMs: limits.retryDelayMsMin, maxMs: 1_000 };

/** One stream's part of a call, until it has its outcome. */
interface Job {
  readonly append: StreamAppend;
  readonly encoded: Encoded;
  readonly ids: readonly string[];
  /** The revision told to the server. */
  expected: number;
  tries: number;
  races: number;
}

const depthOf = ({ append }: Job): number =>
  append.expectedRevision === 'any' ? eventStoreLimits.idsComparedMax : eventStoreLimits.idsComparedAtRevisionMax;

const positionOf = async (appending: Appending, stream: string, revision: number): Promise<LogPosition> => {
  const position = await positionAt(appending.reading, stream, revision);
  if (position !== null) return position;
  throw unavailable(appending.reading.connection.where, `${stream} has no event at revision ${revision} any more`);
};

/** The outcome where events of the batch were found in the stream; null where none were. */
const judge = async (
  appending: Appending,
  { append, ids }: Job,
  found: ReadonlyMap<string, number>,
): Promise<AppendOutcome | null> => {
  const { stream, expectedRevision } = append;
  const existing = ids.filter((id) => found.has(id));
  if (existing.length === 0) return null;
  const first = found.get(ids[0] as string);
  const isSame =
    first !== undefined &&
    ids.every((id, index) => found.get(id) === first + index) &&
    (expectedRevision === 'any' || first === expectedRevision + 1);
  if (!isSame) return { outcome: 'corrupted_idempotency', stream, existing };
  const revision = first + ids.length - 1;
  return { outcome: 'already_appended', stream, revision, position: await positionOf(appending, stream, revision) };
};

const foundIn = ({ ids }: Job, end: StreamEnd): Map<string, number> => {
  const found = new Map<string, number>();
  for (const id of ids) {
    const revision = end.ids.get(id);
    if (revision !== undefined) found.set(id, revision);
  }
  return found;
};

/** Before anything is sent: what is known of the stream, or the end of it, may hold events of the batch already. */
const prepare = async (appending: Appending, job: Job): Promise<AppendOutcome | null> => {
  const { stream, expectedRevision } = job.append;
  const isDoubtful = appending.doubtful.has(stream);
  if (isDoubtful) appending.ids.forget(stream);
  // A stream that must not exist: the server finds it empty, or the very events, or refuses; nothing to look for.
  let end =
    expectedRevision === noStream && !isDoubtful
      ? appending.ids.known(stream)
      : await appending.ids.end(stream, depthOf(job));
  if (end !== undefined && expectedRevision !== 'any' && expectedRevision > end.last) {
    // The writer knows of events that others appended.
    end = await appending.ids.refreshed(stream, depthOf(job));
  }
  job.expected = expectedRevision === 'any' ? (end?.last ?? noStream) : expectedRevision;
  return end === undefined ? null : judge(appending, job, foundIn(job, end));
};

/** The stream is not where it was thought to be: look again, then decide, or try again where the writer does not care. */
const afterWrongVersion = async (appending: Appending, job: Job, actual: number): Promise<AppendOutcome | null> => {
  const { append, ids } = job;
  const { stream, expectedRevision } = append;
  const end = await appending.ids.refreshed(stream, depthOf(job));
  const found = foundIn(job, end);
  // The places after the expected revision may lie further back than what is kept of the end.
  if (expectedRevision !== 'any' && expectedRevision + 1 < end.first) {
    for (const [id, revision] of await appending.ids.at(stream, expectedRevision + 1, new Set(ids)))
      found.set(id, revision);
  }
  const outcome = await judge(appending, job, found);
  if (outcome !== null) return outcome;
  if (expectedRevision !== 'any') {
    return { outcome: 'wrong_expected_revision', stream, expected: expectedRevision, actual };
  }
  job.races += 1;
  if (job.races >= eventStoreLimits.raceTriesMax) {
    throw ledgerError('LOG_BUSY', `${stream} kept changing under the append`);
  }
  job.expected = end.last;
  return null;
};

/** What one answer means; null: the job is to be sent again. Throws what was refused, and LOG_UNAVAILABLE. */
const settle = async (
  appending: Appending,
  job: Job,
  answer: SingleAnswer,
  before: LogPosition,
): Promise<AppendOutcome | null> => {
  const { stream } = job.append;
  switch (answer.kind) {
    case 'success': {
      const { revision } = answer;
      const printed = answer.position === null ? null : printPosition(answer.position);
      const position = printed ?? (await positionOf(appending, stream, revision));
      appending.ids.note(stream, job.ids, revision, job.expected === noStream);
      appending.notePosition(position);
      return { outcome: position > before ? 'appended' : 'already_appended', stream, revision, position };
    }
    case 'wrong_version':
      return afterWrongVersion(appending, job, answer.actual);
    case 'unknown':
      job.tries += 1;
      appending.doubtful.add(stream);
      if (job.tries >= eventStoreLimits.appendTriesMax) throw answer.error;
      return null;
    case 'refused':
      throw answer.error;
  }
};

/** Sends jobs in order. Stops sending at the first answer that is lost: the rest must not overtake it. */
const sendRound = async (
  appending: Appending,
  jobs: readonly Job[],
  before: LogPosition,
  take: (job: Job, work: Promise<AppendOutcome | null>) => Promise<void>,
): Promise<void> => {
  let isBroken = false;
  await inParallel(jobs, eventStoreLimits.appendsAtOnceMax, async (job) => {
    if (isBroken) return;
    const { append, encoded, expected } = job;
    const answer = await appending.calls.send({ stream: append.stream, expected, events: encoded });
    isBroken ||= answer.kind === 'unknown';
    await take(job, settle(appending, job, answer, before));
  });
};

/**
 * Appends streams in the order of the call, eventStoreLimits.appendsAtOnceMax of them on their way at a time. `before`:
 * the head when the call began. Throws the first failure after all streams that were sent are settled.
 */
export const appendStreams = async (
  appending: Appending,
  of: { readonly appends: readonly StreamAppend[]; readonly encoded: readonly Encoded[]; readonly before: LogPosition },
): Promise<readonly AppendOutcome[]> => {
  const { runtime } = appending.reading;
  const jobs = of.appends.map((append, index): Job => ({
    append,
    encoded: of.encoded[index] as Encoded,
    ids: append.events.map(({ id }) => id),
    expected: noStream,
    tries: 0,
    races: 0,
  }));
  const outcomes = new Map<Job, AppendOutcome>();
  const failures: unknown[] = [];
  const failed = new Set<Job>();
  const take = async (job: Job, work: Promise<AppendOutcome | null>): Promise<void> => {
    try {
      const outcome = await work;
      if (outcome === null) return;
      outcomes.set(job, outcome);
      appending.doubtful.delete(job.append.stream);
    } catch (error) {
      failed.add(job);
      failures.push(error);
    }
  };
  // A server that is away is not asked once for every stream.
  const isAway = (): boolean => failures.some((error) => errorCode(error) === 'LOG_UNAVAILABLE');
  const open = (): Job[] => (isAway() ? [] : jobs.filter((job) => !outcomes.has(job) && !failed.has(job)));

  await inParallel(jobs, eventStoreLimits.readsAtOnceMax, async (job) => {
    if (!isAway()) await take(job, prepare(appending, job));
  });
  for (let round = 0; open().length > 0; round += 1) {
    // The connection is found anew meanwhile; writers that race for one stream get out of each other's way.
    if (round > 0) await runtime.sleep(backoffMs(round - 1, runtime.random(), raceBackoff));
    await sendRound(appending, open(), of.before, take);
  }
  if (failures.length > 0) throw failures[0];
  return jobs.map((job) => outcomes.get(job) as AppendOutcome);
};
