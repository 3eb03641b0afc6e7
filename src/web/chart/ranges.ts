/** The parts of time that the chart shows. */

export const rangeNames = ['7d', '30d', '3m', '1y', 'all'] as const;
export type RangeName = (typeof rangeNames)[number];

const lengths: Record<Exclude<RangeName, 'all'>, number> = { '7d': 7, '30d': 30, '3m': 91, '1y': 365 };

/** Days, both of them shown. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** Fewer days than this are no chart. */
const leastDays = 2;

/** Returns the range of a button; a record that is shorter is shown whole. */
export const rangeOf = (name: RangeName, whole: DayRange): DayRange =>
  name === 'all' ? whole : { from: Math.max(whole.from, whole.to - lengths[name]), to: whole.to };

/** Returns the range within `whole`, at least `leastDays` long; `moved` is the end that gives way. */
export const clampRange = ({ from, to }: DayRange, whole: DayRange, moved: 'from' | 'to'): DayRange => {
  if (moved === 'from') {
    const end = Math.min(to, whole.to);
    return { from: Math.max(whole.from, Math.min(from, end - leastDays)), to: end };
  }
  const begin = Math.max(from, whole.from);
  return { from: begin, to: Math.min(whole.to, Math.max(to, begin + leastDays)) };
};

/** Returns the range moved by some days, its length kept, within `whole`. */
export const shiftRange = ({ from, to }: DayRange, days: number, whole: DayRange): DayRange => {
  const by = Math.max(whole.from - from, Math.min(whole.to - to, days));
  return { from: from + by, to: to + by };
};

/** Returns the name of the range, if a button has it. */
export const nameOf = (range: DayRange, whole: DayRange): RangeName | undefined =>
  [...rangeNames].reverse().find((name) => {
    const { from, to } = rangeOf(name, whole);
    return range.from === from && range.to === to;
  });
