/** Goal: the chart tells the three kinds of nothing apart. Method: histories as the API gives them, and what is drawn of them. */
import { expect } from 'chai';
import { chartSeries, readingAt } from '../../src/web/chart/chart-data.js';
import { dateOf, dayOf } from '../../src/web/chart/days.js';
import { markersOf } from '../../src/web/chart/markers.js';
import { overviewPath } from '../../src/web/chart/overview-path.js';
import type { components } from '../../src/web/generated/api-types.js';

type Schemas = components['schemas'];
type Observed = Schemas['DataPoint']['observed'];

const november = (day: number): string => `2026-11-${String(day).padStart(2, '0')}`;
const stamp = (day: number): string => `${november(day)}T20:05:33Z`;

const point = (day: number, market: number | null, observed: Observed, more = {}): Schemas['DataPoint'] => ({
  effective_at: stamp(day),
  date: november(day),
  market_price: market,
  low_price: market === null ? null : market - 1,
  ...{ mid_price: null, high_price: null, direct_low_price: null },
  observed,
  changed: [],
  held: null,
  ...more,
});

const gap = (from: number, to: number, reason: Schemas['Gap']['reason']): Schemas['Gap'] => ({
  from: stamp(from),
  to: stamp(to),
  reason,
});

const series = (points: Schemas['DataPoint'][], gaps: Schemas['Gap'][] = [], to = 28) =>
  chartSeries({ data_points: points, gaps, to: stamp(to) }, 'market_price');

/** Items as "day price", in brackets where the line is hidden from there on. */
const drawn = (items: readonly { day: number; price: number; hidden: boolean }[]): string[] =>
  items.map(({ day, price, hidden }) => {
    const text = `${Number(dateOf(day).slice(8))} ${price}`;
    return hidden ? `(${text})` : text;
  });
const date = (day: number): number => dayOf(november(day));

describe('what the chart draws', () => {
  it('is flat where nothing changed, with a tick for each day on which we looked', () => {
    const { items, ticks, unseen } = series([point(1, 5, 'changed'), point(2, 5, 'unchanged'), point(3, 6, 'changed')]);
    expect(drawn(items)).to.deep.equal(['1 5', '2 5', '3 6']);
    expect(drawn(ticks)).to.deep.equal(['2 5']);
    expect(unseen).to.deep.equal([]);
  });

  it('ends where the source withdrew the price, and begins anew without a stroke between', () => {
    const { items, ends, unseen } = series(
      [point(1, 5, 'changed'), point(2, null, 'withdrawn'), point(3, null, 'withdrawn'), point(4, 8, 'changed')],
      [gap(2, 4, 'withdrawn')],
    );
    expect(drawn(items)).to.deep.equal(['1 5', '(2 8)', '4 8']);
    expect(drawn(ends)).to.deep.equal(['(2 5)']);
    expect(unseen).to.deep.equal([]);
  });

  it('is hatched between the checks where we were not looking', () => {
    const { items, unseen, ends } = series(
      [point(1, 5, 'changed'), point(6, 7, 'changed')],
      [gap(1, 6, 'not_collected')],
    );
    expect(drawn(items)).to.deep.equal(['1 5', '(2 7)', '6 7']);
    expect(unseen).to.deep.equal([{ from: date(2), to: date(6) }]);
    expect(ends).to.deep.equal([]);
  });

  it('is hatched to the end of what is known', () => {
    const { items, unseen, lastDay } = series([point(1, 5, 'changed')], [gap(1, 6, 'not_collected')], 6);
    expect(drawn(items)).to.deep.equal(['1 5', '(2 5)']);
    expect(unseen).to.deep.equal([{ from: date(2), to: date(6) }]);
    expect(lastDay).to.equal(date(6));
  });

  it('shows no price of a day within a hatched part, and goes on after a second one', () => {
    const { items } = series(
      [point(1, 5, 'changed'), point(3, 5, 'unchanged'), point(5, 6, 'changed'), point(9, 7, 'changed')],
      [gap(1, 5, 'withheld'), gap(5, 9, 'not_collected')],
    );
    expect(drawn(items)).to.deep.equal(['1 5', '(2 6)', '5 6', '(6 7)', '9 7']);
  });

  it('bridges a day without a check that is no gap', () => {
    expect(drawn(series([point(1, 5, 'changed'), point(3, 6, 'changed')]).items)).to.deep.equal(['1 5', '3 6']);
  });

  it('has candles only of days with more than one price', () => {
    const more = { market_open: 5, market_high: 9, market_low: 4, market_close: 6 };
    expect(series([point(1, 5, 'changed'), point(2, 6, 'changed', more)]).candles).to.deep.equal([
      { day: date(2), open: 5, high: 9, low: 4, close: 6 },
    ]);
  });

  it('of offers is the lowest one, without candles', () => {
    const more = { market_open: 5, market_high: 9, market_low: 4, market_close: 6 };
    const history = { data_points: [point(1, 5, 'changed', more)], gaps: [], to: stamp(2) };
    const { items, candles } = chartSeries(history, 'low_price');
    expect(drawn(items)).to.deep.equal(['1 4']);
    expect(candles).to.deep.equal([]);
  });
});

describe('the reading of a day', () => {
  const mixed = series(
    [point(1, 5, 'changed'), point(2, null, 'withdrawn'), point(4, 8, 'changed'), point(9, 8, 'unchanged')],
    [gap(2, 4, 'withdrawn'), gap(4, 9, 'not_collected')],
  );

  it('is the price that stood, and whether we looked on that day', () => {
    expect(readingAt(mixed, date(4))).to.deep.include({ price: 8, reason: null, looked: true });
    expect(readingAt(mixed, date(12))).to.deep.include({ price: 8, reason: null, looked: false });
  });

  it('is why there is none', () => {
    expect(readingAt(mixed, date(3))).to.deep.include({ price: null, reason: 'withdrawn' });
    expect(readingAt(mixed, date(7))).to.deep.include({ price: null, reason: 'not_collected', looked: false });
    expect(readingAt(mixed, date(1) - 1)).to.deep.equal({ price: null, reason: null, point: null, looked: false });
  });
});

describe('the marks on the line', () => {
  it('are one of a kind a day, in the order of days', () => {
    const event = (type: string, day: number) => ({ type, effective_at: stamp(day) }) as Schemas['ExplainedEvent'];
    const record = {
      corrections: [event('PriceCorrected', 5)],
      voids: [event('ObservationVoided', 3)],
      quarantine: [
        event('ObservationQuarantined', 4),
        event('ObservationQuarantined', 4),
        event('QuarantineReleased', 4),
      ],
    };
    expect(markersOf(record, [stamp(1)])).to.deep.equal([
      { kind: 'fired', day: date(1) },
      { kind: 'voided', day: date(3) },
      { kind: 'held', day: date(4) },
      { kind: 'corrected', day: date(5) },
    ]);
    expect(markersOf(undefined, [])).to.deep.equal([]);
  });
});

describe('the overview', () => {
  it('draws steps and leaves gaps out', () => {
    const { items } = series(
      [point(1, 5, 'changed'), point(2, null, 'withdrawn'), point(3, 10, 'changed')],
      [gap(2, 3, 'withdrawn')],
    );
    const path = overviewPath(items, { from: date(1), to: date(5) }, { width: 100, height: 10 });
    // The newest day has its width: a fifth.
    expect(path).to.equal('M0 10H20M40 0H100');
  });

  it('takes a record of decades', () => {
    const items = Array.from({ length: 200_000 }, (_, day) => ({ day, price: day % 7, hidden: false }));
    expect(overviewPath(items, { from: 0, to: 200_000 }, { width: 100, height: 10 })).to.match(/^M0 10H/);
  });
});
