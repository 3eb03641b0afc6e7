/** The controls of the chart: time, scale, further lines. */
import { type DayRange, nameOf, rangeNames, rangeOf } from '../../chart/ranges.js';
import type { CardAddress } from './address.js';

const Toggle = ({
  text,
  isOn,
  set,
}: {
  readonly text: string;
  readonly isOn: boolean;
  readonly set: (value: '1' | null) => void;
}) => (
  <label class="inline">
    <input type="checkbox" checked={isOn} onChange={(event) => set(event.currentTarget.checked ? '1' : null)} />
    {text}
  </label>
);

export const ChartControls = ({
  address,
  range,
  whole,
  choose,
  hasOffers,
  hasCandles,
  propose,
}: {
  readonly address: CardAddress;
  readonly range: DayRange;
  readonly whole: DayRange;
  readonly choose: (range: DayRange) => void;
  /** Offers can be shown beside a market price only. */
  readonly hasOffers: boolean;
  /** Some day has more than one price. */
  readonly hasCandles: boolean;
  /** Proposes a line for an alert; `null` where there is one already, or no price. */
  readonly propose: (() => void) | null;
}) => (
  <div class="controls">
    <div class="buttons" role="group" aria-label="Time shown">
      {rangeNames.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={nameOf(range, whole) === name}
          onClick={() => choose(rangeOf(name, whole))}
        >
          {name}
        </button>
      ))}
    </div>
    <Toggle text="Log scale" isOn={address.get('log') === '1'} set={(log) => address.change({ log })} />
    {hasOffers ? (
      <Toggle text="Lowest offer" isOn={address.get('offers') === '1'} set={(offers) => address.change({ offers })} />
    ) : null}
    {hasCandles ? (
      <Toggle text="Candles" isOn={address.get('candles') === '1'} set={(candles) => address.change({ candles })} />
    ) : null}
    {propose === null ? null : (
      <button type="button" class="main" onClick={propose}>
        Try an alert
      </button>
    )}
  </div>
);
