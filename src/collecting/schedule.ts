/**
 * When to collect: at the times of the source; at start, which catches up a missed run and costs one request if there was
 * none; sooner after a transient failure.
 */
import { instantOf } from '../domain/instant.js';
import { backoffMs } from '../base/async/backoff.js';
import { errorCode } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { plannedAfter, sleepUntil } from '../base/planned-times.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import type { CollectRequest, CollectResult } from './collection.js';
import type { Collector } from './collector.js';

export interface ScheduleOptions {
  readonly collector: Pick<Collector, 'collect' | 'schedule'>;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Ends the schedule and the run under way. */
  readonly signal: AbortSignal;
  /** The run starts at a random moment within this many milliseconds after the planned time. */
  readonly jitterMs?: number;
}

const minuteMs = 60_000;
/** Delays after a failure: with the jitter, 5 minutes on average after the first failure, growing to an hour on average. */
const backoff = { minMs: 400_000, maxMs: 4_800_000 };
/** How often, and how many times, the source is looked at again if it has not published yet. */
const unpublishedWaitMs = 30 * minuteMs;
const unpublishedTriesMax = 4;
/** How often a paused source is looked at: it is collected as soon as it is resumed. */
const pausedWaitMs = minuteMs;

type Next = { readonly kind: 'planned' } | { readonly kind: 'after'; readonly ms: number };

/** Returns when to collect next after a result. Pure. `failures` and `unpublished` include this result. */
export const afterResult = (
  result: CollectResult | { readonly outcome: 'threw'; readonly retryable: boolean },
  seen: {
    failures: number;
    unpublished: number;
    plannedAt: Date | null;
    lateAfterMs: number;
    now: Date;
    random: number;
  },
): Next => {
  const delayMs = backoffMs(Math.max(0, seen.failures - 1), seen.random, backoff);
  if (result.outcome === 'threw') return result.retryable ? { kind: 'after', ms: delayMs } : { kind: 'planned' };
  if (result.outcome === 'failed') {
    if (result.code === 'SOURCE_PAUSED') return { kind: 'after', ms: pausedWaitMs };
    if (!result.resumable || !result.retryable) return { kind: 'planned' };
    const askedMs = result.retry_at === null ? 0 : Date.parse(result.retry_at) - seen.now.getTime();
    return { kind: 'after', ms: Math.max(delayMs, askedMs) };
  }
  // At a planned time an old stamp means that the source has not published yet.
  const late =
    result.outcome === 'nothing_new' &&
    seen.plannedAt !== null &&
    seen.plannedAt.getTime() - Date.parse(result.upstream_stamp) > seen.lateAfterMs;
  return late && seen.unpublished <= unpublishedTriesMax
    ? { kind: 'after', ms: unpublishedWaitMs }
    : { kind: 'planned' };
};

/** Collects at the times of the source until `signal` aborts. A failed run does not end it. */
export const runSchedule = async (options: ScheduleOptions): Promise<void> => {
  const { collector, runtime, logger, signal, jitterMs = 10 * minuteMs } = options;
  const { schedule } = collector;
  let plannedAt: Date | null = null;
  let failures = 0;
  let unpublished = 0;
  /** At the last look of a planned time, that the source has not published is a failure: the log says why the day is missing. */
  const publishedSince = (): Pick<CollectRequest, 'publishedSince'> =>
    plannedAt === null || unpublished < unpublishedTriesMax
      ? {}
      : { publishedSince: new Date(plannedAt.getTime() - schedule.lateAfterMs) };
  const collect = async (): Promise<Next> => {
    let result: CollectResult | { outcome: 'threw'; retryable: boolean };
    try {
      result = await collector.collect({ trigger: 'schedule', signal, ...publishedSince() });
    } catch (error) {
      signal.throwIfAborted();
      const code = errorCode(error);
      if (code === 'SOURCE_PAUSED') {
        logger.debug('collection did not run', { code });
        return { kind: 'after', ms: pausedWaitMs };
      }
      logger.warn('collection did not run', { code, error: (error as Error).message });
      // A command is running, or a process has just died: its lease ends in seconds.
      if (code === 'COLLECTION_RUNNING') return { kind: 'after', ms: limits.leaseTtlMs };
      // System errors pass too, once an operator acts: an hourly attempt is cheap.
      result = { outcome: 'threw', retryable: true };
    }
    failures = result.outcome === 'failed' || result.outcome === 'threw' ? failures + 1 : 0;
    unpublished = result.outcome === 'nothing_new' ? unpublished + 1 : 0;
    return afterResult(result, {
      failures,
      unpublished,
      plannedAt,
      lateAfterMs: schedule.lateAfterMs,
      now: runtime.now(),
      random: runtime.random(),
    });
  };
  try {
    while (!signal.aborted) {
      const next = await collect();
      const now = runtime.now();
      const planned = plannedAfter(schedule, now);
      const plannedMs = planned === null ? Number.POSITIVE_INFINITY : planned.getTime();
      if (next.kind === 'after' && now.getTime() + next.ms < plannedMs) {
        await sleepUntil(runtime, now.getTime() + next.ms, signal);
        continue;
      }
      if (planned === null) return;
      [plannedAt, failures, unpublished] = [planned, 0, 0];
      const at = plannedMs + runtime.random() * jitterMs;
      logger.info('next collection', { at: instantOf(new Date(at)) });
      await sleepUntil(runtime, at, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
