/**
 * The chart of a price, drawn once for all: mails, feeds, previews of pages, and /charts. A price holds until the next one, so the line
 * has steps; it ends where the source withdrew the price. SVG, since it is a text and sharp at any size.
 */
import { type Currency, currencyDecimals } from '../domain/prices/money.js';

export interface ChartPoint {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** `null`: no price from then on. */
  readonly price: number | null;
}

/** A time in which it is not known what the price was. */
export interface ChartGap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a chart says in words; they are drawn where there are fonts. */
export interface ChartWords {
  readonly title: string;
  /** The price at the end, and what it is of. */
  readonly now: string;
  /** Below the chart, such as the source. */
  readonly note: string;
  readonly currency: Currency;
}

export const chartThemes = ['light', 'dark'] as const;
export type ChartTheme = (typeof chartThemes)[number];

export interface Chart {
  readonly points: readonly ChartPoint[];
  readonly untilMs: number;
  /** Default: none. */
  readonly gaps?: readonly ChartGap[];
  /** Default: that of a mail. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Default: light. */
  readonly theme?: ChartTheme;
  /** Default: none. */
  readonly words?: ChartWords;
}

interface Colours {
  readonly ground: string;
  readonly line: string;
  readonly grid: string;
  readonly text: string;
  readonly quiet: string;
}

const colours: Readonly<Record<ChartTheme, Colours>> = {
  light: { ground: '#ffffff', line: '#1d4ed8', grid: '#d4d4d8', text: '#18181b', quiet: '#52525b' },
  dark: { ground: '#18181b', line: '#7aa2ff', grid: '#3f3f46', text: '#fafafa', quiet: '#a1a1aa' },
};

const mailSize = { width: 560, height: 160 } as const;
const margin = 12;

const round = (value: number): number => Math.round(value * 10) / 10;

/** XML knows no such characters, however they are written. */
const noText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escaped = (text: string): string =>
  text.replace(noText, '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** Where the line may be drawn. */
interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Scale {
  readonly x: (atMs: number) => number;
  readonly y: (price: number) => number;
}

const scaleOf = (area: Area, time: readonly [number, number], price: readonly [number, number]): Scale => {
  const [fromMs, untilMs] = time;
  const [low, high] = price;
  const span = Math.max(1, untilMs - fromMs);
  return {
    x: (atMs) =>
      round(area.left + ((Math.min(Math.max(atMs, fromMs), untilMs) - fromMs) / span) * (area.right - area.left)),
    y: (value) =>
      round(
        high === low
          ? (area.top + area.bottom) / 2
          : area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top),
      ),
  };
};

/** Returns the steps as the path of a line. */
const stepsOf = (points: readonly ChartPoint[], untilMs: number, { x, y }: Scale): string => {
  const steps: string[] = [];
  points.forEach(({ atMs, price }, at) => {
    if (price === null) return;
    const endMs = points[at + 1]?.atMs ?? untilMs;
    const isJoined = at > 0 && points[at - 1]?.price !== null;
    steps.push(`${isJoined ? 'L' : 'M'}${x(atMs)} ${y(price)}`, `L${x(endMs)} ${y(price)}`);
  });
  return steps.join(' ');
};

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Returns the texts around the line: title, price, both ends of the time, the highest and lowest price. */
const wordsOf = (
  { title, now, note, currency }: ChartWords,
  {
    size,
    area,
    time,
    price,
    colour,
  }: {
    size: { readonly width: number; readonly height: number };
    area: Area;
    time: readonly [number, number];
    price: readonly [number, number];
    colour: Colours;
  },
): string => {
  const unit = size.height / 315;
  const text = (x: number, y: number, size: number, anchor: string, fill: string, words: string, more = ''): string =>
    `<text x="${round(x)}" y="${round(y)}" font-size="${round(size * unit)}" text-anchor="${anchor}" fill="${fill}"${more}>${escaped(words)}</text>`;
  const amount = (value: number): string => value.toFixed(currencyDecimals[currency]);
  // Estimated by the widest font that draws it (rasterise.ts): browsers choose others.
  const charsMax = Math.floor((size.width - 4 * margin) / (22 * unit * 0.68));
  const letters = Array.from(title);
  const shown = letters.length > charsMax ? `${letters.slice(0, charsMax - 1).join('')}…` : title;
  const [low, high] = price;
  return [
    `<g font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif">`,
    text(area.left, 32 * unit, 22, 'start', colour.text, shown, ' font-weight="600"'),
    text(area.left, 58 * unit, 18, 'start', colour.text, now),
    text(area.left, size.height - 12 * unit, 13, 'start', colour.quiet, dayText(time[0])),
    text((area.left + area.right) / 2, size.height - 12 * unit, 13, 'middle', colour.quiet, note),
    text(area.right, size.height - 12 * unit, 13, 'end', colour.quiet, dayText(time[1])),
    text(area.right + 8 * unit, area.top + 5 * unit, 13, 'start', colour.quiet, amount(high)),
    ...(low === high
      ? []
      : [text(area.right + 8 * unit, area.bottom + 4 * unit, 13, 'start', colour.quiet, amount(low))]),
    '</g>',
  ].join('\n');
};

const areaOf = ({ width, height }: { width: number; height: number }, hasWords: boolean): Area => {
  const unit = height / 315;
  return hasWords
    ? { left: 24 * unit, right: width - 84 * unit, top: 84 * unit, bottom: height - 50 * unit }
    : { left: margin, right: width - margin, top: margin, bottom: height - margin };
};

/** Returns the chart as SVG; `null` without a price. */
export const chartSvg = ({
  points,
  untilMs,
  gaps = [],
  size = mailSize,
  theme = 'light',
  words,
}: Chart): string | null => {
  const [first] = points;
  const prices = points.flatMap(({ price }) => (price === null ? [] : [price]));
  if (first === undefined || prices.length === 0) return null;
  const { width, height } = size;
  const colour = colours[theme];
  const area = areaOf(size, words !== undefined);
  const time = [first.atMs, untilMs] as const;
  const price = [Math.min(...prices), Math.max(...prices)] as const;
  const scale = scaleOf(area, time, price);
  const base = area.bottom + (words === undefined ? 0 : margin);
  const thickness = round(Math.max(2.5, (height / 315) * 2.5));
  const hatched = gaps.map(
    ({ fromMs, toMs }) =>
      `<rect x="${scale.x(fromMs)}" y="${round(area.top)}" width="${round(Math.max(0, scale.x(toMs) - scale.x(fromMs)))}" height="${round(area.bottom - area.top)}" fill="url(#gap)"/>`,
  );
  const last = points.at(-1);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${words === undefined ? '' : ` role="img"`}>`,
    ...(words === undefined ? [] : [`<title>${escaped(`${words.title}: ${words.now}`)}</title>`]),
    ...(gaps.length === 0
      ? []
      : [
          `<defs><pattern id="gap" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V8" stroke="${colour.grid}" stroke-width="3"/></pattern></defs>`,
        ]),
    `<rect width="100%" height="100%" fill="${colour.ground}"/>`,
    ...hatched,
    `<path d="M${round(area.left)} ${round(base)}H${round(area.right)}" stroke="${colour.grid}" stroke-width="1"/>`,
    `<path d="${stepsOf(points, untilMs, scale)}" fill="none" stroke="${colour.line}" stroke-width="${thickness}" stroke-linejoin="round"/>`,
    ...(last === undefined || last.price === null
      ? []
      : [
          `<circle cx="${scale.x(untilMs)}" cy="${scale.y(last.price)}" r="${round(thickness * 1.6)}" fill="${colour.line}"/>`,
        ]),
    ...(words === undefined ? [] : [wordsOf(words, { size, area, time, price, colour })]),
    '</svg>',
  ].join('\n');
};
