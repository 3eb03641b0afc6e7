/** Windows of whole UTC days. */
import { dayMs, dayOf } from '../../src/domain/instant.js';

export interface DayWindow {
  /** First and last UTC day. */
  readonly from: string;
  readonly to: string;
}

/**
 * Returns a window of days: up to `newestDay` unless `last` is given, of `days` days unless `first` is. One that begins after
 * `newestDay` is empty, not reversed.
 */
export const dayWindow = (
  { first, last }: { readonly first?: string | undefined; readonly last?: string | undefined },
  newestDay: string,
  days: number,
): DayWindow => {
  const to = last ?? (first !== undefined && first > newestDay ? first : newestDay);
  return { from: first ?? dayOf(new Date(Date.parse(to) - (days - 1) * dayMs)), to };
};
