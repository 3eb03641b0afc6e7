/** What the reader of a chart chose: kept in the address, once it rests. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type AlertLine, alertOf, alertText } from '../../chart/alert-line.js';
import { dateOf, dayOf } from '../../chart/days.js';
import type { PriceKey } from '../../chart/price-keys.js';
import { clampRange, type DayRange, nameOf, rangeNames, rangeOf, shiftRange } from '../../chart/ranges.js';
import { useSettled } from '../../clock.js';
import type { CardAddress } from './address.js';
import { useBacktest } from './ask.js';

/** A back-test counts as ten requests: it is asked when the line rests. */
const restMs = 500;

/** The range of the address, else a quarter: a year of a young card is a corner of the chart. */
const rangeFrom = (address: CardAddress, whole: DayRange): DayRange => {
  const [from, to] = [dayOf(address.get('from') ?? ''), dayOf(address.get('to') ?? '')];
  if (from < to && from >= whole.from && to <= whole.to) return { from, to };
  return rangeOf(rangeNames.find((name) => name === address.get('range')) ?? '3m', whole);
};

/** The range that is shown, and in the address once it rests. */
export const useRange = (address: CardAddress, whole: DayRange) => {
  const [chosen, choose] = useState<DayRange>(() => rangeFrom(address, whole));
  const known = useRef(whole);
  useEffect(() => {
    // A day that comes while the newest one is shown is shown as well.
    if (chosen.to === known.current.to && whole.to > chosen.to) choose(shiftRange(chosen, whole.to - chosen.to, whole));
    known.current = whole;
  }, [whole.to]);
  const range = clampRange(chosen, whole, 'from');
  const settled = useSettled(`${range.from} ${range.to}`, restMs);
  useEffect(() => {
    if (settled !== `${range.from} ${range.to}`) return;
    const name = nameOf(range, whole);
    const isDefault = nameOf(rangeOf('3m', whole), whole) === name;
    address.change(
      name === undefined
        ? { range: null, from: dateOf(range.from), to: dateOf(range.to) }
        : { range: isDefault ? null : name, from: null, to: null },
    );
  }, [settled]);
  return { range, choose, settled };
};

/** The alert's line, in the address once it rests, with its back-test. */
export const useAlertLine = (cardId: string, main: PriceKey, address: CardAddress) => {
  const [line, setLine] = useState<AlertLine | null>(() => alertOf(address.get('alert')));
  const text = line === null ? null : alertText(line);
  const settled = useSettled(text, restMs);
  useEffect(() => {
    if (settled === text) address.change({ alert: settled });
  }, [settled]);
  const rested = alertOf(settled);
  return { line, setLine, rested, backtest: useBacktest(cardId, main, line === null ? null : rested) };
};
