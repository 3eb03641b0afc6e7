/** Commands of people on a source: it is paused, resumed, or limited below what is configured. */
import type { EventData } from '../domain/events.js';
import type { SourceControl } from '../domain/source-control.js';
import { controlStream } from '../domain/streams.js';
import { limits } from '../base/limits.js';
import {
  checkOrder,
  commandEvent,
  type CorrectionDeps,
  decideAndAppend,
  invalid,
  type Ordered,
  type RecordedCommand,
} from '../commands/command.js';
import { readControlStream } from './source-control.js';

/** A source as it is configured. */
export interface ControlledSource {
  readonly name: string;
  /** Requests in any 24 hours; `null`: as many as it likes. */
  readonly dailyBudget: number | null;
  /** Milliseconds between two requests. */
  readonly pauseMs: number;
}

export interface Controlled {
  readonly source: string;
}

type ControlType = 'SourcePaused' | 'SourceResumed' | 'SourceLimited';
type ControlDeps = Pick<CorrectionDeps, 'log' | 'runtime' | 'signal'>;

/** Appends an event of the control stream; `dataOf` returns `null` where what is ordered holds already. */
const order = <T extends ControlType>(
  deps: ControlDeps,
  { type, source, actor }: { readonly type: T; readonly source: string; readonly actor: string },
  dataOf: (control: SourceControl) => EventData<T> | null,
): Promise<RecordedCommand & Controlled> => {
  const stream = controlStream(source);
  const answer = { source };
  return decideAndAppend(deps, { type, stream, actor, source }, async () => {
    const { control, revision, last } = await readControlStream(deps.log, source);
    const before = last.get(type);
    const data = dataOf(control);
    if (data !== null) return { revision, answer, event: commandEvent(type, data, revision) };
    if (before === undefined) throw invalid('source', `${type} would change nothing of ${source}`);
    return { revision, answer, recorded: { id: before.id, position: before.position } };
  });
};

/** Appends SourcePaused. Of a paused source it is a no-op, and the first reason stands. Throws VALIDATION_FAILED, LOG_BUSY. */
export const pauseSource = async (
  deps: ControlDeps,
  source: string,
  given: Ordered,
): Promise<RecordedCommand & Controlled> => {
  const { actor, reason } = checkOrder(given);
  return order(deps, { type: 'SourcePaused', source, actor }, ({ paused }) =>
    paused === null ? { source, reason } : null,
  );
};

/** Appends SourceResumed. Throws VALIDATION_FAILED for a source that was never paused, LOG_BUSY. */
export const resumeSource = async (
  deps: ControlDeps,
  source: string,
  given: Ordered,
): Promise<RecordedCommand & Controlled> => {
  const { actor, reason } = checkOrder(given);
  return order(deps, { type: 'SourceResumed', source, actor }, ({ paused }) =>
    paused === null ? null : { source, reason },
  );
};

export interface LimitOrder extends Ordered {
  /** Requests in any 24 hours; `null`: as configured; absent: as it is. */
  readonly dailyBudget?: number | null | undefined;
  /** Milliseconds between two requests; `null`: as configured; absent: as it is. */
  readonly pauseMs?: number | null | undefined;
}

/** Throws VALIDATION_FAILED for a limit that is none, or that allows more than is configured. */
const checkLimits = (configured: ControlledSource, { dailyBudget, pauseMs }: LimitOrder): void => {
  if (dailyBudget === undefined && pauseMs === undefined)
    throw invalid('requests_a_day', 'expected requests_a_day, pause_ms, or both');
  if (dailyBudget != null) {
    const most = configured.dailyBudget ?? Number.MAX_SAFE_INTEGER;
    if (!Number.isInteger(dailyBudget) || dailyBudget < 1 || dailyBudget > most)
      throw invalid(
        'requests_a_day',
        `expected 1 to ${most}, which is configured: a limit only lowers it; to stop, pause`,
      );
  }
  if (pauseMs != null) {
    const [least, most] = [configured.pauseMs, limits.sourcePauseMsMax];
    if (!Number.isInteger(pauseMs) || pauseMs < least || pauseMs > most)
      throw invalid('pause_ms', `expected ${least}, which is configured, to ${most}: a limit only lengthens the pause`);
  }
};

/** Appends SourceLimited. Throws VALIDATION_FAILED naming the field, LOG_BUSY. */
export const limitSource = async (
  deps: ControlDeps,
  configured: ControlledSource,
  given: LimitOrder,
): Promise<RecordedCommand & Controlled> => {
  const { actor, reason } = checkOrder(given);
  checkLimits(configured, given);
  const source = configured.name;
  return order(deps, { type: 'SourceLimited', source, actor }, ({ limits: held }) => {
    const { dailyBudget: daily_budget = held?.daily_budget ?? null, pauseMs: pause_ms = held?.pause_ms ?? null } =
      given;
    const isHeld = daily_budget === (held?.daily_budget ?? null) && pause_ms === (held?.pause_ms ?? null);
    return isHeld ? null : { source, daily_budget, pause_ms, reason };
  });
};
