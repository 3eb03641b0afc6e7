/** Draws prices with Lightweight Charts: steps, never smoothed, a bar a UTC day. Loaded only by pages that have a chart. */
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  LineType,
  PriceScaleMode,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { alertOnChart } from './alert-on-chart.js';
import { type ChartColours, coloursOf, onColours } from './chart-colours.js';
import type { ChartSeries, LineItem } from './chart-data.js';
import { dateOf, dayOfSeconds, secondsOf } from './days.js';
import type { Marker, MarkerKind } from './markers.js';
import { nothingPrimitive } from './nothing-primitive.js';
import type { DayRange } from './ranges.js';

export interface ChartLine {
  readonly id: string;
  readonly series: ChartSeries;
  /** Of the legend. */
  readonly colour: number;
  readonly isDashed: boolean;
  /** Another currency has a scale of its own, on the left. */
  readonly scale: 'left' | 'right';
  readonly money: (amount: number) => string;
}

export interface ChartModel {
  /** The first one is the one that the page is about: its gaps and marks are drawn. */
  readonly lines: readonly ChartLine[];
  readonly whole: DayRange;
  readonly markers: readonly Marker[];
  readonly isLogarithmic: boolean;
  readonly hasCandles: boolean;
  /** The price of the alert's line; `null` without one. */
  readonly alert: number | null;
}

export interface ChartListeners {
  readonly range: (range: DayRange) => void;
  /** The day under the pointer; `null` outside. */
  readonly read: (day: number | null) => void;
  readonly pick: (day: number) => void;
  /** Where the alert's line is, in pixels from the top; `null` if nowhere. */
  readonly alertAt: (y: number | null) => void;
}

export interface DrawnChart {
  show(model: ChartModel): void;
  /** While the line is dragged, the scale stays. */
  readonly moveAlert: (price: number) => void;
  range(range: DayRange): void;
  /** Puts the crosshair on a day, as the pointer does. */
  point(day: number | null): void;
  priceAt(y: number): number | null;
  remove(): void;
}

const timeOf = (day: number): UTCTimestamp => secondsOf(day) as UTCTimestamp;

const lineData = (items: readonly LineItem[], lastDay: number) => {
  const data = items.map(({ day, price, hidden }) => ({
    time: timeOf(day),
    value: price,
    ...(hidden ? { color: 'transparent' } : {}),
  }));
  const last = items.at(-1);
  // The last price stands over the newest day: at its beginning, the change of that day would be a mere stroke.
  if (last !== undefined && !last.hidden) data.push({ time: timeOf(lastDay + 1), value: last.price });
  return data;
};

interface MarkerLook {
  readonly position: 'aboveBar' | 'belowBar';
  readonly shape: 'arrowUp' | 'circle' | 'square';
  readonly text: string;
  readonly color: 'accent' | 'down' | 'warn';
}

const markerLooks: Record<MarkerKind, MarkerLook> = {
  corrected: { position: 'aboveBar', shape: 'circle', text: 'corrected', color: 'accent' },
  voided: { position: 'aboveBar', shape: 'square', text: 'taken out', color: 'down' },
  held: { position: 'aboveBar', shape: 'square', text: 'held', color: 'warn' },
  fired: { position: 'belowBar', shape: 'arrowUp', text: '', color: 'warn' },
};

const chartOptions = (colours: ChartColours, isLogarithmic: boolean) => ({
  layout: {
    background: { color: colours.page },
    textColor: colours.quiet,
    fontFamily: 'system-ui, sans-serif',
  },
  grid: { vertLines: { visible: false }, horzLines: { color: colours.line } },
  crosshair: {
    mode: CrosshairMode.Normal,
    horzLine: { color: colours.quiet, labelBackgroundColor: colours.text },
    vertLine: { color: colours.quiet, labelBackgroundColor: colours.text },
  },
  rightPriceScale: {
    borderVisible: false,
    entireTextOnly: true,
    mode: isLogarithmic ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal,
  },
});

const startChart = (element: HTMLElement): IChartApi =>
  createChart(element, {
    autoSize: true,
    // The footer of every page names the library and links to it. The logo would bring an inline style, which is not allowed.
    layout: { attributionLogo: false },
    // The wheel scrolls the page; fingers move the chart sideways and the page up and down.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
    localization: { timeFormatter: (time: Time) => dateOf(dayOfSeconds(time as number)) },
    timeScale: {
      borderVisible: false,
      // Ten years on a phone.
      minBarSpacing: 0.02,
      fixLeftEdge: true,
      fixRightEdge: true,
      lockVisibleTimeRangeOnResize: true,
    },
  });

/** The series of one model. They are made anew for other lines only: that takes longer than a frame should. */
interface Layer {
  readonly main: ISeriesApi<'Line'> | undefined;
  readonly mark: (markers: readonly Marker[]) => void;
  readonly remove: () => void;
}

/** The axis goes below 0 where prices are near it: there is no price there. */
const formatOf = (money: ChartLine['money']) => ({
  type: 'custom' as const,
  formatter: (amount: number) => (amount < 0 ? '' : money(amount)),
  minMove: 0.01,
});

const addLine = (chart: IChartApi, line: ChartLine, colours: ChartColours): ISeriesApi<'Line'> => {
  const series = chart.addSeries(LineSeries, {
    color: colours.lines[line.colour % colours.lines.length] ?? colours.text,
    lineWidth: 2,
    lineType: LineType.WithSteps,
    lineStyle: line.isDashed ? LineStyle.Dotted : LineStyle.Solid,
    lastValueVisible: false,
    priceLineVisible: false,
    priceScaleId: line.scale,
    priceFormat: formatOf(line.money),
  });
  series.setData(lineData(line.series.items, line.series.lastDay));
  return series;
};

const addCandles = (chart: IChartApi, { series, scale, money }: ChartLine, colours: ChartColours) => {
  const candles = chart.addSeries(CandlestickSeries, {
    upColor: colours.up,
    downColor: colours.down,
    wickUpColor: colours.up,
    wickDownColor: colours.down,
    borderVisible: false,
    lastValueVisible: false,
    priceLineVisible: false,
    priceScaleId: scale,
    priceFormat: formatOf(money),
  });
  candles.setData(series.candles.map(({ day, ...prices }) => ({ time: timeOf(day), ...prices })));
  return candles;
};

/** A bar for every day, so that a day without a check has its width, and one for the end of the newest day. */
const addDays = (chart: IChartApi, { from, to }: DayRange, line: ChartLine | undefined) => {
  const days = chart.addSeries(LineSeries, {
    lastValueVisible: false,
    priceLineVisible: false,
    // The first series of a scale names its prices.
    ...(line === undefined ? {} : { priceFormat: formatOf(line.money) }),
  });
  days.setData(Array.from({ length: to - from + 2 }, (_, at) => ({ time: timeOf(from + at) })));
  return days;
};

const addLayer = (
  chart: IChartApi,
  { lines, whole, markers, hasCandles }: ChartModel,
  colours: ChartColours,
  { alerts, laidOut }: { readonly alerts: () => readonly number[]; readonly laidOut: () => void },
): Layer => {
  const days = addDays(chart, whole, lines[0]);
  const all = lines.map((line) => addLine(chart, line, colours));
  const [main] = all;
  const [mainLine] = lines;
  const candles = hasCandles && mainLine !== undefined ? [addCandles(chart, mainLine, colours)] : [];
  if (main !== undefined && mainLine !== undefined) {
    const scale = chart.timeScale();
    main.attachPrimitive(
      nothingPrimitive({
        series: mainLine.series,
        colours,
        xOf: (day) => scale.logicalToCoordinate((day - whole.from) as never),
        seen: () => {
          const visible = scale.getVisibleLogicalRange();
          return visible === null ? null : { from: visible.from + whole.from - 1, to: visible.to + whole.from + 1 };
        },
        toPrice: (price) => main.priceToCoordinate(price),
        alsoSeen: alerts,
        laidOut,
      }),
    );
  }
  const marks = main === undefined ? null : createSeriesMarkers(main);
  const mark = (some: readonly Marker[]): void =>
    marks?.setMarkers(
      some.map(({ day, kind }) => ({
        ...markerLooks[kind],
        time: timeOf(day),
        color: colours[markerLooks[kind].color],
      })),
    );
  mark(markers);
  return {
    main,
    mark,
    remove: () => [days, ...all, ...candles].forEach((series) => chart.removeSeries(series)),
  };
};

const listenToPointer = (
  chart: IChartApi,
  whole: () => DayRange | undefined,
  { read, pick }: Pick<ChartListeners, 'pick' | 'read'>,
): void => {
  const dayOfEvent = (logical: number | undefined): number | null => {
    const days = whole();
    return logical === undefined || days === undefined
      ? null
      : Math.min(days.to, Math.max(days.from, logical + days.from));
  };
  chart.subscribeCrosshairMove(({ logical, point }) => read(point === undefined ? null : dayOfEvent(logical)));
  chart.subscribeClick(({ logical }) => {
    const day = dayOfEvent(logical);
    if (day !== null) pick(day);
  });
};

const hasSameLines = (one: ChartModel, other: ChartModel): boolean =>
  one.lines === other.lines &&
  one.hasCandles === other.hasCandles &&
  one.whole.from === other.whole.from &&
  one.whole.to === other.whole.to;

/** Draws into `element`, which has a size. */
export const drawChart = (element: HTMLElement, listeners: ChartListeners): DrawnChart => {
  const chart = startChart(element);
  const scale = chart.timeScale();
  let model: ChartModel | null = null;
  let layer: Layer | null = null;
  let shown: DayRange | null = null;
  const alert = alertOnChart({ chart, element, series: () => layer?.main, at: listeners.alertAt });
  // The library tells of ranges of its own, while it is laid out: only the reader's are passed on.
  let isMoved = false;
  element.addEventListener('pointerdown', () => {
    isMoved = true;
  });

  const applyOptions = ({ lines, isLogarithmic }: ChartModel, colours: ChartColours): void =>
    chart.applyOptions({
      ...chartOptions(colours, isLogarithmic),
      leftPriceScale: {
        visible: lines.some(({ scale: side }) => side === 'left'),
        borderVisible: false,
        entireTextOnly: true,
      },
    });
  /** Draws all of the model: also in new colours. */
  const draw = (): void => {
    if (model === null) return;
    const colours = coloursOf(element);
    applyOptions(model, colours);
    layer?.remove();
    layer = null;
    layer = addLayer(chart, model, colours, {
      alerts: alert.seen,
      laidOut: alert.tell,
    });
    alert.draw(model.alert);
    if (shown !== null) setRange(shown);
  };
  const setRange = (range: DayRange): void => {
    shown = range;
    isMoved = false;
    if (model !== null)
      scale.setVisibleLogicalRange({ from: range.from - model.whole.from, to: range.to + 1 - model.whole.from });
  };

  scale.subscribeVisibleLogicalRangeChange((range) => {
    if (!isMoved || range === null || model === null || layer === null) return;
    const { whole } = model;
    const next = {
      from: Math.max(whole.from, Math.round(range.from) + whole.from),
      to: Math.min(whole.to, Math.round(range.to) - 1 + whole.from),
    };
    if (next.from === shown?.from && next.to === shown.to) return;
    shown = next;
    listeners.range(next);
  });
  listenToPointer(chart, () => model?.whole, listeners);
  const stopColours = onColours(draw);

  return {
    show(next) {
      const before = model;
      model = next;
      if (before === null || layer === null || !hasSameLines(before, next)) {
        draw();
        return;
      }
      if (before.isLogarithmic !== next.isLogarithmic) applyOptions(next, coloursOf(element));
      if (before.markers !== next.markers) layer.mark(next.markers);
      alert.draw(next.alert);
    },
    moveAlert: alert.move,
    range(range) {
      // What the reader's hand does to the chart comes back from the page.
      if (range.from !== shown?.from || range.to !== shown.to) setRange(range);
    },
    point(day) {
      if (day === null || layer?.main === undefined) chart.clearCrosshairPosition();
      else chart.setCrosshairPosition(Number.NaN, timeOf(day), layer.main);
    },
    priceAt: (y) => layer?.main?.coordinateToPrice(y) ?? null,
    remove() {
      stopColours();
      chart.remove();
    },
  };
};
