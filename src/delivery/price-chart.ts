/**
 * The chart of a mail: the price of the alert's key over the last weeks, as a picture. Drawn as SVG, made a PNG by resvg
 * compiled to WebAssembly: mail programs show no SVG, and it needs no fonts or libraries of the system. Words are in the
 * mail's text.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

export interface ChartPoint {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** `null`: no price from then on. */
  readonly price: number | null;
}

const width = 560;
const height = 160;
const margin = 12;

let ready: Promise<void> | undefined;
/** Loads the WebAssembly once a process. */
const load = (): Promise<void> =>
  (ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((bytes) =>
    initWasm(bytes),
  ));

const round = (value: number): number => Math.round(value * 10) / 10;

/** Returns the chart as SVG: a price holds until the next one, so the line has steps. */
export const chartSvg = (points: readonly ChartPoint[], untilMs: number): string | null => {
  const [first] = points;
  const prices = points.flatMap(({ price }) => (price === null ? [] : [price]));
  if (first === undefined || prices.length < 2) return null;
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const span = Math.max(1, untilMs - first.atMs);
  const x = (atMs: number): number => round(margin + ((atMs - first.atMs) / span) * (width - 2 * margin));
  const y = (price: number): number =>
    round(high === low ? height / 2 : height - margin - ((price - low) / (high - low)) * (height - 2 * margin));
  const steps: string[] = [];
  points.forEach(({ atMs, price }, at) => {
    if (price === null) return;
    const endMs = points[at + 1]?.atMs ?? untilMs;
    const isJoined = at > 0 && points[at - 1]?.price !== null;
    steps.push(`${isJoined ? 'L' : 'M'}${x(atMs)} ${y(price)}`, `L${x(endMs)} ${y(price)}`);
  });
  const last = points.at(-1);
  const end =
    last?.price === null || last === undefined
      ? ''
      : `<circle cx="${x(untilMs)}" cy="${y(last.price)}" r="4" fill="#1d4ed8"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" fill="#ffffff"/>
<path d="M${margin} ${height - margin}H${width - margin}" stroke="#d4d4d8" stroke-width="1"/>
<path d="${steps.join(' ')}" fill="none" stroke="#1d4ed8" stroke-width="2.5" stroke-linejoin="round"/>
${end}</svg>`;
};

/** Returns the chart as PNG, at twice its size for dense screens; `null` if fewer than two prices are known. */
export const chartPng = async (points: readonly ChartPoint[], untilMs: number): Promise<Buffer | null> => {
  const svg = chartSvg(points, untilMs);
  if (svg === null) return null;
  await load();
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: 2 * width }, font: { loadSystemFonts: false } });
  try {
    const picture = drawing.render();
    const png = Buffer.from(picture.asPng());
    picture.free();
    return png;
  } finally {
    drawing.free();
  }
};
