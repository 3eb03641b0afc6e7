/** The chart in a page: drawn by the library, read by keyboard as well, with the line of an alert over it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ChartModel, drawChart, type DrawnChart } from './draw-chart.js';
import type { DayRange } from './ranges.js';
import './chart.css';

export interface AlertHandle {
  readonly price: number;
  /** Such as "Alert at or below $12.00". */
  readonly label: string;
  readonly text: string;
  /** By which arrow keys move it. */
  readonly step: number;
  readonly move: (price: number) => void;
}

interface Props {
  readonly model: ChartModel;
  readonly range: DayRange;
  readonly label: string;
  readonly describedBy: string;
  readonly alert: AlertHandle | null;
  readonly onRange: (range: DayRange) => void;
  readonly onRead: (day: number | null) => void;
  readonly onPick: (day: number) => void;
}

/** The line's handle: a slider that fingers, mice and arrow keys move. */
const Handle = ({
  y,
  alert,
  drawn,
}: {
  readonly y: number | null;
  readonly alert: AlertHandle;
  readonly drawn: DrawnChart | null;
}) => {
  const grip = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | null>(null);
  const priceAt = (clientY: number): number | null => {
    const box = grip.current?.parentElement?.getBoundingClientRect();
    const price = box === undefined ? null : (drawn?.priceAt(clientY - box.top) ?? null);
    return price === null || price <= 0 ? null : Math.max(alert.step, Math.round(price / alert.step) * alert.step);
  };
  const onMove = (event: PointerEvent): void => {
    if (dragged.current === null) return;
    const price = priceAt(event.clientY);
    if (price === null) return;
    dragged.current = price;
    drawn?.moveAlert(price);
    alert.move(price);
  };
  const onKey = (event: KeyboardEvent): void => {
    const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    alert.move(Math.max(alert.step, alert.price + steps * alert.step));
  };
  return (
    <div
      ref={grip}
      class="alert-handle"
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={alert.label}
      aria-valuenow={alert.price}
      aria-valuetext={alert.text}
      hidden={y === null}
      style={{ transform: `translateY(${y ?? 0}px)` }}
      onPointerDown={(event) => {
        dragged.current = alert.price;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        dragged.current = null;
      }}
      onPointerCancel={() => {
        dragged.current = null;
      }}
      onKeyDown={onKey}
    >
      <span aria-hidden="true">⇕ {alert.text}</span>
    </div>
  );
};

/** Days that an arrow key moves the crosshair by. */
const keySteps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 };

const PriceChart = ({ model, range, label, describedBy, alert, onRange, onRead, onPick }: Props) => {
  const element = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<DrawnChart | null>(null);
  const [alertY, setAlertY] = useState<number | null>(null);
  const [day, setDay] = useState<number | null>(null);
  const current = useRef({ onRange, onRead, onPick });
  current.current = { onRange, onRead, onPick };
  useEffect(() => {
    if (element.current === null) return undefined;
    const chart = drawChart(element.current, {
      range: (next) => current.current.onRange(next),
      read: (next) => current.current.onRead(next),
      pick: (next) => current.current.onPick(next),
      alertAt: setAlertY,
    });
    setDrawn(chart);
    return () => chart.remove();
  }, []);
  useEffect(() => drawn?.show(model), [drawn, model]);
  useEffect(() => drawn?.range(range), [drawn, range.from, range.to]);
  const move = (to: number | null): void => {
    const next = to === null ? null : Math.min(model.whole.to, Math.max(model.whole.from, to));
    setDay(next);
    drawn?.point(next);
    onRead(next);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = keySteps[event.key];
    if (step !== undefined) move(day === null ? range.to : day + step);
    else if (event.key === 'Home') move(range.from);
    else if (event.key === 'End') move(range.to);
    else if (event.key === 'Enter' && day !== null) onPick(day);
    else return;
    event.preventDefault();
  };
  return (
    <div class="chart">
      <div
        ref={element}
        class="chart-canvas"
        role="application"
        aria-roledescription="price chart"
        aria-label={label}
        aria-describedby={describedBy}
        tabIndex={0}
        onKeyDown={onKey}
        onBlur={() => move(null)}
      />
      {alert === null ? null : <Handle y={alertY} alert={alert} drawn={drawn} />}
    </div>
  );
};

export default PriceChart;
