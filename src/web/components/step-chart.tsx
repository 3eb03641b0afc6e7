/** A small chart of a value over time: steps, never smoothed; days that were not looked at are hatched. */
import { useId, useState } from 'preact/hooks';
import { day, money } from '../format.js';
import './step-chart.css';
import { placeAt, type StepPoint, stepShape } from './step-path.js';

const box = { width: 600, height: 160 } as const;
const margin = 6;

const textOf = ({ date, amount, collected }: StepPoint, currency: string): string =>
  `${day(date)}: ${amount === null ? (collected ? 'no value' : 'not looked at') : money(amount, currency)}`;

export const StepChart = ({
  points,
  currency,
  title,
  marks = [],
}: {
  readonly points: readonly StepPoint[];
  readonly currency: string;
  readonly title: string;
  /** Days on which something happened that the page says in words as well. */
  readonly marks?: readonly string[];
}) => {
  const [at, setAt] = useState<number | null>(null);
  const hatch = useId();
  const shape = stepShape(points, box);
  const [first, last] = [points[0], points.at(-1)];
  if (shape === null || first === undefined || last === undefined) return null;
  const slot = box.width / points.length;
  const shown = at === null ? undefined : points[at];
  return (
    <figure class="step-chart">
      <figcaption>
        <span>{shown === undefined ? textOf(last, currency) : textOf(shown, currency)}</span>
        <small>
          {money(shape.least, currency)} – {money(shape.greatest, currency)}; the axis does not begin at zero
        </small>
      </figcaption>
      <svg
        viewBox={`0 ${-margin} ${box.width} ${box.height + 2 * margin}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: from ${textOf(first, currency)} to ${textOf(last, currency)}, between ${money(shape.least, currency)} and ${money(shape.greatest, currency)}`}
        onPointerMove={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect();
          setAt(placeAt(points, event.clientX - left, width));
        }}
        onPointerLeave={() => setAt(null)}
      >
        <defs>
          <pattern id={hatch} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="8" stroke="var(--quiet)" stroke-width="2" />
          </pattern>
        </defs>
        {shape.unseen.map(({ x, width }) => (
          <rect
            key={x}
            x={x}
            y={-margin}
            width={width}
            height={box.height + 2 * margin}
            fill={`url(#${hatch})`}
            opacity="0.35"
          >
            <title>not looked at</title>
          </rect>
        ))}
        {at === null ? null : (
          <rect x={at * slot} y={-margin} width={slot} height={box.height + 2 * margin} fill="var(--line)" />
        )}
        {points.flatMap(({ date }, place) =>
          marks.includes(date) ? (
            <line
              key={date}
              class="mark"
              x1={place * slot}
              x2={place * slot}
              y1={-margin}
              y2={box.height + margin}
              vector-effect="non-scaling-stroke"
            />
          ) : (
            []
          ),
        )}
        <path d={shape.path} fill="none" stroke="var(--accent)" stroke-width="2" vector-effect="non-scaling-stroke" />
      </svg>
      <div class="days">
        <span>{day(first.date)}</span>
        <span>{day(last.date)}</span>
      </div>
    </figure>
  );
};
