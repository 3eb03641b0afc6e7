/** What people order of a source at run time: that it rests, and limits below those that are configured. */
import type { LedgerEvent } from './envelope.js';

/** Who ordered it, when and why. */
export interface ControlOrder {
  /** When it was recorded. */
  readonly since: string;
  readonly actor: string;
  readonly reason: string;
}

/** Limits beside those that are configured; `null`: as configured. */
export interface ControlLimits {
  /** Requests in any 24 hours. */
  readonly daily_budget: number | null;
  /** Milliseconds between two requests. */
  readonly pause_ms: number | null;
}

export interface SourceControl {
  /** `null` unless the source is paused. */
  readonly paused: ControlOrder | null;
  /** When the last pause ended; `null` if none has. */
  readonly resumed_at: string | null;
  /** `null` where the configuration alone holds. */
  readonly limits: (ControlLimits & ControlOrder) | null;
}

/** Nothing was ordered. */
export const noControl: SourceControl = { paused: null, resumed_at: null, limits: null };

/** Returns the control of a source after an event of its control stream. Other events change nothing. */
export const foldControl = (control: SourceControl, event: LedgerEvent): SourceControl => {
  const { recorded_at, metadata } = event;
  const orderOf = (reason: string): ControlOrder => ({ since: recorded_at, actor: metadata.actor, reason });
  if (event.type === 'SourcePaused') return { ...control, paused: orderOf(event.data.reason) };
  if (event.type === 'SourceResumed') return { ...control, paused: null, resumed_at: recorded_at };
  if (event.type !== 'SourceLimited') return control;
  const { daily_budget, pause_ms, reason } = event.data;
  const isLifted = daily_budget === null && pause_ms === null;
  return { ...control, limits: isLifted ? null : { daily_budget, pause_ms, ...orderOf(reason) } };
};

/** Returns the requests in any 24 hours that are allowed. An order never raises what is configured. */
export const allowedBudget = ({ limits }: SourceControl, configured: number): number =>
  Math.min(configured, limits?.daily_budget ?? configured);

/** Returns the milliseconds between two requests. An order never shortens what is configured. */
export const neededPauseMs = ({ limits }: SourceControl, configured: number): number =>
  Math.max(configured, limits?.pause_ms ?? configured);
