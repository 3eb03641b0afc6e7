/** The window of time that a query asks for. */
import { endOfWindow, newestSnapshot, windowStart } from '../../../projections/coverage/checks.js';
import type { Windows } from '../../../projections/coverage/snapshot-memory.js';
import { type HistoryPeriod, historyPeriods } from '../../../projections/price-history/queries.js';
import { dayMs, instantOf } from '../../domain/instant.js';
import type { Database } from '../../postgres/database.js';
import { instantField, invalidField, timesField } from '../params.js';
import type { TableQuery } from './query-parameters.js';

/** Parameters that name a window. */
export interface WindowQuery extends TableQuery {
  /** How far back; not beside from and to */
  period?: HistoryPeriod;
  /** Start of the window; a day or a time */
  from?: string;
  /** End of the window; a day or a time */
  to?: string;
  /** End of the window: the history as of then */
  valid_at?: string;
  /** Use only what the ledger had recorded by this day or time */
  known_at?: string;
}

/** The instants that a query names, RFC 3339. */
export interface Times {
  readonly begin: string | undefined;
  readonly end: string | undefined;
  readonly validAt: string | undefined;
  readonly knownAt: string | undefined;
}

/** Parses the times of a query. Throws VALIDATION_FAILED for times that exclude or contradict each other. */
export const timesOf = ({ period, from, to, valid_at, known_at }: WindowQuery): Times => {
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw invalidField('period', 'either period or from and to', period);
  if (valid_at !== undefined && to !== undefined) throw invalidField('valid_at', 'either valid_at or to', valid_at);
  const begin = from === undefined ? undefined : instantField('from', from);
  const end = to === undefined ? undefined : instantField('to', to, 'end');
  const { validAt, knownAt } = timesField({ valid_at, known_at });
  const last = end ?? validAt;
  if (begin !== undefined && last !== undefined && Date.parse(begin) > Date.parse(last))
    throw invalidField('from', `no later than ${end === undefined ? 'valid_at' : 'to'}`, from);
  return { begin, end, validAt, knownAt };
};

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  /** The newest snapshot: nothing is known of the time after it. */
  readonly checkedUntilMs: number;
  /** Whether the end depends on the clock, because the ledger has no snapshot. */
  readonly isOfNow: boolean;
}

export interface SpanOptions {
  /** Whose snapshots begin the window. */
  readonly source: string | undefined;
  readonly period: HistoryPeriod;
  readonly now: Date;
}

/**
 * Returns the window of a history. It ends at `to`, else at the source's newest snapshot up to `valid_at`. It begins at `from`, else
 * at the source's snapshot nearest to the length of the period before its end: stamps wander from day to day, and the
 * price of the day before would stand at the second.
 */
export const spanOf = async (
  database: Database,
  { begin, end, validAt, knownAt }: Times,
  options: SpanOptions,
): Promise<Span> => {
  const { source } = options;
  const ownEnd = async (at: string | null): Promise<string | null> =>
    at === null || source === undefined ? at : endOfWindow(database, source, at, knownAt);
  const newest = await ownEnd(await newestSnapshot(database, { knownAt }));
  const upTo =
    validAt === undefined ? newest : await ownEnd(await newestSnapshot(database, { asOf: validAt, knownAt }));
  const given = end ?? upTo ?? validAt ?? knownAt;
  const anchor = given ?? instantOf(options.now);
  const isOfNow = given === undefined;
  const fromGiven = begin === undefined ? -Infinity : Date.parse(begin);
  // A window that begins after the newest snapshot is empty, not reversed.
  const toMs = Math.max(Date.parse(anchor), fromGiven);
  const checkedUntilMs = newest === null ? toMs : Date.parse(newest);
  const days = historyPeriods[options.period];
  if (begin !== undefined || days === null) return { fromMs: fromGiven, toMs, checkedUntilMs, isOfNow };
  const wanted = instantOf(new Date(toMs - days * dayMs));
  const window = { end: instantOf(new Date(toMs)), days };
  const start = source === undefined ? null : await windowStart(database, source, window, knownAt);
  return { fromMs: Date.parse(start ?? wanted), toMs, checkedUntilMs, isOfNow };
};

/** Returns the same of a window that ends with the newest snapshot, from what is remembered of the snapshots. */
export const spanOfNow = (windows: Windows, begin: string | undefined, { source, period, now }: SpanOptions): Span => {
  const ownMs = source === undefined ? windows.newestMs : (windows.endMs(source) ?? windows.newestMs);
  const newestMs = ownMs ?? now.getTime();
  const fromGiven = begin === undefined ? -Infinity : Date.parse(begin);
  const toMs = Math.max(newestMs, fromGiven);
  const end = { toMs, checkedUntilMs: ownMs ?? toMs, isOfNow: windows.newestMs === null };
  const days = historyPeriods[period];
  if (begin !== undefined || days === null) return { ...end, fromMs: fromGiven };
  const start = source === undefined ? null : windows.startMs(source, days);
  return { ...end, fromMs: start ?? toMs - days * dayMs };
};
