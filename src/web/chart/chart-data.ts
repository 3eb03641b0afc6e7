/**
 * What the chart draws of a history at interval `1d`. A price stands until the next one; where none is known to have stood, there
 * is no line, and why is told apart: withdrawn, without a market price, or not looked at.
 */
import type { components } from '../generated/api-types.js';
import { dayOf } from './days.js';

type Schemas = components['schemas'];
type DataPoint = Schemas['DataPoint'];
export type GapReason = Schemas['Gap']['reason'];

/** The number of each point that a line is of. */
export type PriceField = 'direct_low_price' | 'low_price' | 'market_price' | 'mid_price';

/** A change of the line at a day. `hidden`: no line from here to the next item. */
export interface LineItem {
  readonly day: number;
  readonly price: number;
  readonly hidden: boolean;
}

/** Days in which we were not looking: hatched, from one bar to the other. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Candle {
  readonly day: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface DayPoint extends DataPoint {
  readonly day: number;
}

export interface ChartSeries {
  readonly field: PriceField;
  /** In the order of their days, a day at most once. */
  readonly items: readonly LineItem[];
  readonly unseen: readonly Span[];
  /** Days on which we looked and nothing had changed. */
  readonly ticks: readonly LineItem[];
  /** Days on which the source no longer showed the price. */
  readonly ends: readonly LineItem[];
  readonly candles: readonly Candle[];
  readonly points: readonly DayPoint[];
  readonly gaps: readonly Schemas['Gap'][];
  /** The last day of which anything is known. */
  readonly lastDay: number;
}

const isUnseen = ({ reason }: Schemas['Gap']): boolean => reason === 'not_collected' || reason === 'withheld';

/** The price of the last check holds on its own day, and that of the next check on that one: hatched is what lies between. */
const unseenSpans = (gaps: readonly Schemas['Gap'][]): Span[] =>
  gaps
    .filter(isUnseen)
    .map(({ from, to }) => ({ from: dayOf(from) + 1, to: dayOf(to) }))
    .filter(({ from, to }) => from < to);

const linePoints = (points: readonly DayPoint[], spans: readonly Span[], field: PriceField): LineItem[] => {
  const items: LineItem[] = [];
  const open = [...spans];
  /** No line from `day` on; drawn at the price that comes next, so that no stroke leads to it. */
  const hide = (day: number): void => {
    const last = items.at(-1);
    if (last !== undefined && !last.hidden && last.day < day) items.push({ day, price: last.price, hidden: true });
  };
  const show = (day: number, price: number): void => {
    const last = items.at(-1);
    if (last?.hidden === true) items[items.length - 1] = { ...last, price };
    items.push({ day, price, hidden: false });
  };
  for (const point of points) {
    while (open[0] !== undefined && open[0].from <= point.day) {
      hide(open[0].from);
      if (open[0].to > point.day) break;
      open.shift();
    }
    const price = point[field];
    if (price === null) hide(point.day);
    else if (open[0] === undefined || open[0].from > point.day || open[0].to <= point.day) show(point.day, price);
  }
  const [rest] = open;
  if (rest !== undefined) hide(rest.from);
  return items;
};

const candleOf = ({ day, market_open: open, market_high: high, market_low: low, market_close: close }: DayPoint) =>
  open === undefined || high === undefined || low === undefined || close === undefined
    ? []
    : [{ day, open, high, low, close }];

/** Returns what is drawn of one number of a history. */
export const chartSeries = (
  history: Pick<Schemas['HistoryAnswer'], 'data_points' | 'gaps' | 'to'>,
  field: PriceField,
): ChartSeries => {
  const points = history.data_points.map((point) => ({ ...point, day: dayOf(point.date ?? point.effective_at) }));
  const unseen = unseenSpans(history.gaps);
  const items = linePoints(points, unseen, field);
  const shown = new Map(items.filter(({ hidden }) => !hidden).map((item) => [item.day, item]));
  return {
    field,
    items,
    unseen,
    ticks: points.flatMap(({ day, observed }) => {
      const item = shown.get(day);
      return observed === 'unchanged' && item !== undefined ? [item] : [];
    }),
    ends: points.flatMap(({ day, observed }, at) => {
      const before = points[at - 1]?.[field];
      return observed === 'withdrawn' && before != null ? [{ day, price: before, hidden: true }] : [];
    }),
    candles: field === 'market_price' ? points.flatMap(candleOf) : [],
    points,
    gaps: history.gaps,
    lastDay: Math.max(dayOf(history.to), points.at(-1)?.day ?? 0),
  };
};

/** Returns the index of the last of `days` that is not after `day`; -1 for none. */
const lastUpTo = (days: readonly { readonly day: number }[], day: number): number => {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as { readonly day: number }).day <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

export interface Reading {
  /** `null`: no price is known to have stood. */
  readonly price: number | null;
  /** Why there is none; `null` before the first price. */
  readonly reason: GapReason | null;
  /** The last check up to the day; `null` before the first. */
  readonly point: DayPoint | null;
  /** Whether that check was on the day itself. */
  readonly looked: boolean;
}

/** Returns what the chart says of a day. */
export const readingAt = ({ items, points, gaps, unseen }: ChartSeries, day: number): Reading => {
  const item = items[lastUpTo(items, day)];
  const point = points[lastUpTo(points, day)] ?? null;
  const looked = point?.day === day;
  if (item !== undefined && !item.hidden) return { price: item.price, reason: null, point, looked };
  if (item === undefined) return { price: null, reason: null, point, looked };
  const isHatched = unseen.some(({ from, to }) => from <= day && day < to);
  const gap = gaps.find((one) => dayOf(one.from) <= day && day <= dayOf(one.to) && isUnseen(one) === isHatched);
  return { price: null, reason: gap?.reason ?? null, point, looked };
};
