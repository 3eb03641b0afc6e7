/**
 * Appends. Every request names an explicit revision: then the server compares ids at the revisions that follow, forever.
 * So an append whose answer was lost is sent again unchanged, and the answer is where its events are. Rejected: "any" of
 * the protocol, because the server then compares ids with a cache that a restart empties. `any` of the port becomes the end
 * of the stream as remembered or read here, and is read again when another writer was faster. A stream that is likely new
 * is tried as new, and read only if the server refuses that.
 *
 * An answer does not show whether the events were written now or existed before. They existed if their position is not
 * beyond the head that was read when the call began. Of a batch that two processes send at the same moment, both may get
 * `appended`.
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
import type { LikelyNew } from './likely-new.js';
import type { StreamEnd, StreamIds } from './stream-ids.js';
import { eventStoreLimits } from './limits.js';

export interface AppendContext {
  readonly read: ReadContext;
  readonly calls: AppendCalls;
  readonly ids: StreamIds;
  readonly likelyNew: LikelyNew;
  /** Streams whose last append has an unknown outcome. */
  readonly uncertain: Set<string>;
  readonly notePosition: (position: LogPosition) => void;
}

/** Between two rounds: writers that race for one stream wait different times. */
const raceBackoff = { minMs: limits.retryDelayMsMin, maxMs: 1_000 };

/** One stream's part of a call, until its outcome is known. */
interface Job {
  readonly append: StreamAppend;
  readonly encoded: Encoded;
  readonly ids: readonly string[];
  /** The revision named in the request. */
  expected: number;
  /** Whether that revision is a guess: the stream is taken for new. */
  isGuess: boolean;
  tries: number;
  races: number;
}

const depthOf = ({ append }: Job): number =>
  append.expectedRevision === 'any' ? eventStoreLimits.idsComparedMax : eventStoreLimits.idsComparedAtRevisionMax;

const positionOf = async (context: AppendContext, stream: string, revision: number): Promise<LogPosition> => {
  const position = await positionAt(context.read, stream, revision);
  if (position !== null) return position;
  throw unavailable(context.read.connection.where, `${stream} has no event at revision ${revision} any more`);
};

/** Returns the outcome if events of the batch exist in the stream; `null` if none do. */
const judge = async (
  context: AppendContext,
  { append, ids }: Job,
  revisions: ReadonlyMap<string, number>,
): Promise<AppendOutcome | null> => {
  const { stream, expectedRevision } = append;
  const existing = ids.filter((id) => revisions.has(id));
  if (existing.length === 0) return null;
  const first = revisions.get(ids[0] as string);
  const isSame =
    first !== undefined &&
    ids.every((id, index) => revisions.get(id) === first + index) &&
    (expectedRevision === 'any' || first === expectedRevision + 1);
  if (!isSame) return { outcome: 'corrupted_idempotency', stream, existing };
  const revision = first + ids.length - 1;
  return { outcome: 'already_appended', stream, revision, position: await positionOf(context, stream, revision) };
};

/** Returns the revisions of those events of the batch that stand in the end of the stream. */
const revisionsIn = ({ ids }: Job, end: StreamEnd): Map<string, number> => {
  const revisions = new Map<string, number>();
  for (const id of ids) {
    const revision = end.ids.get(id);
    if (revision !== undefined) revisions.set(id, revision);
  }
  return revisions;
};

/** Compares the batch with the end of its stream before it is sent. Returns the outcome if events of it exist, else `null`. */
const prepare = async (context: AppendContext, job: Job): Promise<AppendOutcome | null> => {
  const { stream, expectedRevision } = job.append;
  const isUncertain = context.uncertain.has(stream);
  if (isUncertain) context.ids.forget(stream);
  // A stream that must not exist needs no read: the server finds it empty, or these events, or rejects the append. Nor does
  // one that is likely new.
  let end = context.ids.cached(stream);
  job.isGuess = expectedRevision === 'any' && end === undefined && !isUncertain && context.likelyNew.guess(stream);
  if (!job.isGuess && (expectedRevision !== noStream || isUncertain)) {
    const isRead = end === undefined;
    end = await context.ids.end(stream, depthOf(job));
    if (isRead) context.likelyNew.note(stream, end.last === noStream);
  }
  if (end !== undefined && expectedRevision !== 'any' && expectedRevision > end.last) {
    // The writer has read events that other processes appended.
    end = await context.ids.refreshed(stream, depthOf(job));
  }
  job.expected = expectedRevision === 'any' ? (end?.last ?? noStream) : expectedRevision;
  return end === undefined ? null : judge(context, job, revisionsIn(job, end));
};

/** Reads the end of a stream that has another revision than expected. Returns the outcome; `null` if `any` is to be tried again. */
const afterWrongVersion = async (context: AppendContext, job: Job, actual: number): Promise<AppendOutcome | null> => {
  const { append, ids } = job;
  const { stream, expectedRevision } = append;
  const end = await context.ids.refreshed(stream, depthOf(job));
  const revisions = revisionsIn(job, end);
  // The revisions after the expected one may lie further back than the cached end of the stream.
  if (expectedRevision !== 'any' && expectedRevision + 1 < end.first) {
    for (const [id, revision] of await context.ids.at(stream, expectedRevision + 1, new Set(ids)))
      revisions.set(id, revision);
  }
  const outcome = await judge(context, job, revisions);
  if (outcome !== null) return outcome;
  if (expectedRevision !== 'any') {
    return { outcome: 'wrong_expected_revision', stream, expected: expectedRevision, actual };
  }
  // A wrong guess is no race.
  if (!job.isGuess) job.races += 1;
  job.isGuess = false;
  if (job.races >= eventStoreLimits.raceTriesMax) {
    throw ledgerError('LOG_BUSY', `${stream} kept changing during the append`);
  }
  job.expected = end.last;
  return null;
};

/** Returns the outcome of one answer; `null` if the job must be sent again. Throws a rejection, and LOG_UNAVAILABLE. */
const settle = async (
  context: AppendContext,
  job: Job,
  answer: SingleAnswer,
  before: LogPosition,
): Promise<AppendOutcome | null> => {
  const { stream } = job.append;
  switch (answer.kind) {
    case 'success': {
      const { revision } = answer;
      const printed = answer.position === null ? null : printPosition(answer.position);
      const position = printed ?? (await positionOf(context, stream, revision));
      context.ids.note(stream, job.ids, revision, job.expected === noStream);
      context.notePosition(position);
      return { outcome: position > before ? 'appended' : 'already_appended', stream, revision, position };
    }
    case 'wrong_version':
      if (job.isGuess) context.likelyNew.note(stream, false);
      return afterWrongVersion(context, job, answer.actual);
    case 'unknown':
      job.tries += 1;
      context.uncertain.add(stream);
      if (job.tries >= eventStoreLimits.appendTriesMax) throw answer.error;
      return null;
    case 'rejected':
      throw answer.error;
  }
};

/** Sends jobs in order. Stops at the first lost answer, so that the rest does not overtake it. */
const sendRound = async (
  context: AppendContext,
  jobs: readonly Job[],
  before: LogPosition,
  take: (job: Job, work: Promise<AppendOutcome | null>) => Promise<void>,
): Promise<void> => {
  let isBroken = false;
  await inParallel(jobs, eventStoreLimits.appendsAtOnceMax, async (job) => {
    if (isBroken) return;
    const { append, encoded, expected } = job;
    const answer = await context.calls.send({ stream: append.stream, expected, events: encoded });
    isBroken ||= answer.kind === 'unknown';
    await take(job, settle(context, job, answer, before));
  });
};

/**
 * Appends streams in the order of the call, at most eventStoreLimits.appendsAtOnceMax pending at a time. `before` is the
 * head when the call began. Throws the first failure after all streams that were sent are settled.
 */
export const appendStreams = async (
  context: AppendContext,
  call: {
    readonly appends: readonly StreamAppend[];
    readonly encoded: readonly Encoded[];
    readonly before: LogPosition;
  },
): Promise<readonly AppendOutcome[]> => {
  const { runtime } = context.read;
  const jobs = call.appends.map((append, index): Job => ({
    append,
    encoded: call.encoded[index] as Encoded,
    ids: append.events.map(({ id }) => id),
    expected: noStream,
    isGuess: false,
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
      context.uncertain.delete(job.append.stream);
    } catch (error) {
      failed.add(job);
      failures.push(error);
    }
  };
  // An unavailable server is not asked again for every stream.
  const isUnavailable = (): boolean => failures.some((error) => errorCode(error) === 'LOG_UNAVAILABLE');
  const open = (): Job[] => (isUnavailable() ? [] : jobs.filter((job) => !outcomes.has(job) && !failed.has(job)));

  await inParallel(jobs, eventStoreLimits.readsAtOnceMax, async (job) => {
    if (!isUnavailable()) await take(job, prepare(context, job));
  });
  for (let round = 0; open().length > 0; round += 1) {
    // Meanwhile the client reconnects, and writers that race for one stream spread out. A wrong guess waits for nothing.
    const isFailing = open().some(({ tries, races }) => tries + races > 0);
    if (isFailing) await runtime.sleep(backoffMs(round - 1, runtime.random(), raceBackoff));
    await sendRound(context, open(), call.before, take);
  }
  if (failures.length > 0) throw failures[0];
  return jobs.map((job) => outcomes.get(job) as AppendOutcome);
};
