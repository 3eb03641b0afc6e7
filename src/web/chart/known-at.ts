/** The moments between which "What did we know on …" slides. */

/** A day is the coarsest: prices come once a day. Shorter ones are for a ledger that is younger than a few days. */
const stepsMs = [1_000, 10_000, 60_000, 600_000, 3_600_000] as const;
const dayMs = 86_400_000;
const mostStops = 1_500;

export interface Stops {
  /** Index of the last one, which is now. */
  readonly last: number;
  readonly stepMs: number;
  readonly firstMs: number;
}

/** Returns the stops from the ledger's first record of a card to now. */
export const stopsBetween = (first: string, nowMs: number): Stops => {
  const span = Math.max(0, nowMs - Date.parse(first));
  const stepMs = span > 14 * dayMs ? dayMs : (stepsMs.find((step) => span / step <= mostStops) ?? dayMs);
  const firstMs = Math.floor(Date.parse(first) / stepMs) * stepMs;
  return { firstMs, stepMs, last: Math.max(1, Math.floor((nowMs - firstMs) / stepMs)) };
};

/** Returns `known_at` of a stop: a day where stops are days, which means its end; `null` for the last one, now. */
export const knownAtOf = ({ firstMs, stepMs, last }: Stops, index: number): string | null => {
  if (index >= last) return null;
  const time = new Date(firstMs + index * stepMs).toISOString();
  return stepMs === dayMs ? time.slice(0, 10) : `${time.slice(0, 19)}Z`;
};

/** Returns the stop nearest to a `known_at`; the last one for `null` and for what is no time. */
export const stopOf = ({ firstMs, stepMs, last }: Stops, knownAt: string | null): number => {
  const ms = Date.parse(knownAt ?? '');
  return Number.isNaN(ms) ? last : Math.min(last, Math.max(0, Math.round((ms - firstMs) / stepMs)));
};
