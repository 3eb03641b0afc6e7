/** The history of a card's prices: which lines are drawn, and of what. */
import { useMemo } from 'preact/hooks';
import { Answer, Nothing } from '../../answer.js';
import type { Schemas } from '../../api.js';
import { chartSeries } from '../../chart/chart-data.js';
import { keyId, keyName, type PriceKey } from '../../chart/price-keys.js';
import type { DayRange } from '../../chart/ranges.js';
import { money } from '../../format.js';
import { useHistories } from './ask.js';
import { DrawnHistory, type Given } from './drawn-history.js';
import { Legend } from './legend.js';
import type { NamedLine } from './reading.js';

const separator = '|';
/** Beside the main one, where the address names none. */
const firstShown = 2;

/** Returns the other lines that are shown: those of the address, else the next printings of the same kind and currency. */
const othersOf = (keys: readonly PriceKey[], main: PriceKey, given: string | null): readonly PriceKey[] => {
  const others = keys.filter((key) => keyId(key) !== keyId(main));
  if (given !== null) return others.filter((key) => given.split(separator).includes(keyId(key)));
  return others
    .filter(({ kind, grade, currency }) => kind === main.kind && currency === main.currency && grade === null)
    .slice(0, firstShown);
};

const lineOf = (key: PriceKey, colour: number, main: PriceKey, history: Schemas['HistoryAnswer']): NamedLine => ({
  id: keyId(key),
  name: keyName(key),
  source: key.source,
  series: chartSeries(history, key.kind === 'market' ? 'market_price' : 'low_price'),
  colour,
  isDashed: key.kind === 'asking',
  scale: key.currency === main.currency ? 'right' : 'left',
  money: (amount) => money(amount, key.currency),
});

const offersOf = (line: NamedLine, history: Schemas['HistoryAnswer']): NamedLine => ({
  ...line,
  id: `${line.id} offers`,
  name: `${line.name}, lowest offer`,
  series: chartSeries(history, 'low_price'),
  isDashed: true,
});

const wholeOf = (lines: readonly NamedLine[]): DayRange | null => {
  const days = lines.flatMap(({ series: { points, lastDay } }) => {
    const first = points[0]?.day;
    return first === undefined ? [] : [first, lastDay];
  });
  return days.length === 0 ? null : { from: Math.min(...days), to: Math.max(...days) };
};

export const ChartSection = (given: Given) => {
  const { cardId, keys, main, knownAt, address } = given;
  const others = othersOf(keys, main, address.get('with'));
  const shown = [main, ...others];
  const answer = useHistories(cardId, shown, knownAt);
  const hasOffers = address.get('offers') === '1' && main.kind === 'market';
  const lines = useMemo(() => {
    const histories = answer.data ?? [];
    const found = shown.flatMap((key, at) => {
      const history = histories[at];
      if (history?.key == null || keyId(history.key) !== keyId(key)) return [];
      const line = lineOf(
        key,
        keys.findIndex((one) => keyId(one) === keyId(key)),
        main,
        history,
      );
      return at === 0 && hasOffers ? [line, offersOf(line, history)] : [line];
    });
    return found;
  }, [answer.data, keyId(main), hasOffers]);
  const whole = wholeOf(lines);
  const toggle = (id: string): void => {
    const ids = others.map(keyId);
    address.change({ with: (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]).join(separator) });
  };
  return (
    <section aria-labelledby="history" class="history">
      <h2 id="history">Price history</h2>
      {keys.length < 2 ? null : <Legend keys={keys} main={main} shown={others.map(keyId)} toggle={toggle} />}
      <Answer of={answer} lines={18}>
        {() =>
          whole === null ? (
            <Nothing>No history is on record yet.</Nothing>
          ) : (
            <DrawnHistory key={keyId(main)} given={given} lines={lines} whole={whole} />
          )
        }
      </Answer>
    </section>
  );
};
