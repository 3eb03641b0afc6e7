/** The whole record in small, with a window of two handles: by mouse, finger and arrow keys. */
import { useMemo, useRef } from 'preact/hooks';
import type { ChartSeries } from './chart-data.js';
import { dateOf } from './days.js';
import { overviewPath } from './overview-path.js';
import './chart.css';
import { clampRange, type DayRange, shiftRange } from './ranges.js';

const size = { width: 1_000, height: 40 };

type Part = 'from' | 'to' | 'window';

const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -30,
  PageUp: 30,
  Home: -Infinity,
  End: Infinity,
};

export const Brush = ({
  series,
  whole,
  range,
  change,
}: {
  readonly series: ChartSeries;
  readonly whole: DayRange;
  readonly range: DayRange;
  readonly change: (range: DayRange) => void;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly part: Part; readonly x: number; readonly range: DayRange } | null>(null);
  const path = useMemo(() => overviewPath(series.items, whole, size), [series, whole.from, whole.to]);
  const days = whole.to + 1 - whole.from;
  const percentOf = (day: number): number => ((day - whole.from) / days) * 100;
  const moved = (part: Part, start: DayRange, by: number): DayRange =>
    part === 'window' ? shiftRange(start, by, whole) : clampRange({ ...start, [part]: start[part] + by }, whole, part);
  const begin = (part: Part) => (event: PointerEvent) => {
    drag.current = { part, x: event.clientX, range };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    if (drag.current === null || box.current === null) return;
    const { part, x, range: start } = drag.current;
    change(moved(part, start, Math.round(((event.clientX - x) / box.current.clientWidth) * days)));
  };
  const end = (): void => {
    drag.current = null;
  };
  const onKey = (part: 'from' | 'to') => (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    change(moved(part, range, step));
  };
  const handle = (part: 'from' | 'to') => (
    <div
      class="brush-handle"
      role="slider"
      tabIndex={0}
      aria-label={part === 'from' ? 'First day shown' : 'Last day shown'}
      aria-valuemin={whole.from}
      aria-valuemax={whole.to}
      aria-valuenow={range[part]}
      aria-valuetext={dateOf(range[part])}
      style={{ left: `${percentOf(part === 'from' ? range.from : range.to + 1)}%` }}
      onPointerDown={begin(part)}
      onPointerMove={onMove}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKey(part)}
    />
  );
  return (
    <div class="brush" ref={box}>
      <svg viewBox={`0 -3 ${size.width} ${size.height + 6}`} preserveAspectRatio="none" aria-hidden="true">
        {series.unseen.map(({ from, to }) => (
          <rect
            key={from}
            class="unseen"
            x={percentOf(from) * 10}
            width={(percentOf(to) - percentOf(from)) * 10}
            y="-3"
            height={size.height + 6}
          />
        ))}
        <path d={path} vector-effect="non-scaling-stroke" />
      </svg>
      <div
        class="brush-window"
        style={{ left: `${percentOf(range.from)}%`, width: `${percentOf(range.to + 1) - percentOf(range.from)}%` }}
        onPointerDown={begin('window')}
        onPointerMove={onMove}
        onPointerUp={end}
        onPointerCancel={end}
      />
      {handle('from')}
      {handle('to')}
    </div>
  );
};
