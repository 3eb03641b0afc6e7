/**
 * Draws the kinds of nothing on a line: hatched where we were not looking, faint ticks where we looked and nothing had changed, and
 * an end where the source withdrew the price. It also says when the chart is laid out anew, for what stands over it.
 */
import type { IPrimitivePaneRenderer, IPrimitivePaneView, ISeriesApi, ISeriesPrimitive } from 'lightweight-charts';
import type { ChartColours } from './chart-colours.js';
import type { ChartSeries, LineItem } from './chart-data.js';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

export interface NothingOptions {
  readonly series: ChartSeries;
  readonly colours: ChartColours;
  /** Returns where a day is; `null` before there is a chart. */
  readonly xOf: (day: number) => number | null;
  /** The first and the last day to be seen. */
  readonly seen: () => { readonly from: number; readonly to: number } | null;
  readonly toPrice: ISeriesApi<'Line'>['priceToCoordinate'];
  /** Prices that have to be within the chart beside those of the line. */
  readonly alsoSeen: () => readonly number[];
  readonly laidOut: () => void;
}

const hatchStep = 7;
/** Nearer ticks than this are no ticks. */
const leastTickStep = 5;

const hatch = (target: Target, { series, colours, xOf, seen }: NothingOptions): void =>
  target.useBitmapCoordinateSpace(({ context, bitmapSize, horizontalPixelRatio: ratio }) => {
    const visible = seen();
    if (visible === null) return;
    for (const { from, to } of series.unseen) {
      if (to < visible.from || from > visible.to) continue;
      const [left, right] = [(xOf(from) ?? 0) * ratio, (xOf(to) ?? 0) * ratio];
      context.save();
      context.beginPath();
      context.rect(left, 0, Math.max(right - left, ratio * 2), bitmapSize.height);
      context.clip();
      context.strokeStyle = colours.quiet;
      context.globalAlpha = 0.45;
      context.lineWidth = Math.max(1, Math.floor(ratio));
      context.beginPath();
      for (let x = left - bitmapSize.height; x < right; x += hatchStep * ratio) {
        context.moveTo(x, bitmapSize.height);
        context.lineTo(x + bitmapSize.height, 0);
      }
      context.stroke();
      context.restore();
    }
  });

const marks = (target: Target, { series, colours, xOf, seen, toPrice }: NothingOptions): void =>
  target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio: ratio, verticalPixelRatio: down }) => {
    const visible = seen();
    if (visible === null) return;
    const stroke = (items: readonly LineItem[], color: string, width: number, half: number): void => {
      context.strokeStyle = color;
      context.lineWidth = width * ratio;
      context.beginPath();
      for (const { day, price } of items) {
        if (day < visible.from || day > visible.to) continue;
        const [x, y] = [xOf(day), toPrice(price)];
        if (x === null || y === null) continue;
        context.moveTo(x * ratio, (y - half) * down);
        context.lineTo(x * ratio, (y + half) * down);
      }
      context.stroke();
    };
    const step = (xOf(visible.from + 1) ?? 0) - (xOf(visible.from) ?? 0);
    if (step >= leastTickStep) stroke(series.ticks, colours.quiet, 1, 4);
    stroke(series.ends, colours.warn, 2, 8);
  });

/** Returns the primitive to attach to the line. */
export const nothingPrimitive = (options: NothingOptions): ISeriesPrimitive => {
  const views: readonly IPrimitivePaneView[] = [
    {
      zOrder: () => 'bottom',
      renderer: () => ({ draw: (target) => hatch(target, options) }),
    },
    {
      zOrder: () => 'top',
      renderer: () => ({ draw: (target) => marks(target, options) }),
    },
  ];
  return {
    updateAllViews: () => options.laidOut(),
    paneViews: () => views,
    autoscaleInfo: () => {
      const prices = options.alsoSeen();
      return prices.length === 0
        ? null
        : { priceRange: { minValue: Math.min(...prices), maxValue: Math.max(...prices) } };
    },
  };
};
