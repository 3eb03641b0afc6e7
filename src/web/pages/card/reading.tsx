/** What the chart says of the day under the pointer: every line's price, and how much is known of it. */
import type { ChartLine } from '../../chart/draw-chart.js';
import { lineColour } from '../../chart/chart-colours.js';
import { type GapReason, type Reading, readingAt } from '../../chart/chart-data.js';
import { dateOf } from '../../chart/days.js';
import { moment } from '../../format.js';

export interface NamedLine extends ChartLine {
  readonly name: string;
  readonly source: string;
}

const reasonTexts: Record<GapReason, string> = {
  not_collected: 'not looked at',
  withheld: 'vanished at once with others, and held back',
  withdrawn: 'withdrawn by the source',
  no_market_price: 'shown without a market price',
};

const freshness = ({ point, looked, price }: Reading): string => {
  if (point === null) return '';
  if (!looked) return price === null ? '' : `stands since the look of ${moment(point.effective_at)}`;
  if (point.observed === 'held') return `a row of ${moment(point.effective_at)} was set aside`;
  return `${point.observed === 'unchanged' ? 'looked at, unchanged' : 'changed'}, stamp ${moment(point.effective_at)}`;
};

const priceText = ({ price, reason }: Reading, line: ChartLine): string =>
  price !== null ? line.money(price) : reason === null ? 'nothing on record' : reasonTexts[reason];

const swatchOf = ({ colour, isDashed }: ChartLine): string =>
  isDashed ? `repeating-linear-gradient(90deg, ${lineColour(colour)} 0 3px, transparent 3px 5px)` : lineColour(colour);

export const ReadingOf = ({ lines, day }: { readonly lines: readonly NamedLine[]; readonly day: number | null }) => {
  // The chart stays where it is when a day is read.
  const minHeight = `${(lines.length + 1) * 1.6}rem`;
  if (day === null)
    return (
      <p class="reading" style={{ minHeight }}>
        <small>
          Point at a day, or use the arrow keys on the chart: Enter or a click explains the price of that day.
        </small>
      </p>
    );
  return (
    <div class="reading" role="status" style={{ minHeight }}>
      <strong>{dateOf(day)}</strong>
      {lines.map((line, at) => {
        const reading = readingAt(line.series, day);
        const { point } = reading;
        return (
          <span key={line.id}>
            <i class="swatch" style={{ background: swatchOf(line) }} aria-hidden="true" /> {line.name}{' '}
            <strong>{priceText(reading, line)}</strong>
            {at > 0 || point === null || reading.price === null ? null : (
              <small>
                {' '}
                {point.low_price === null ? '' : `low ${line.money(point.low_price)} `}
                {point.mid_price === null ? '' : `mid ${line.money(point.mid_price)} `}· {line.source},{' '}
                {freshness(reading)}
              </small>
            )}
          </span>
        );
      })}
    </div>
  );
};
