/** The one price of a card (preference.ts) as time goes by. */
import type { Currency } from './money.js';
import { comparePreference, type PricePreference } from './preference.js';

/** What held of a price from an instant on; amounts in minor units. */
export interface MarketFact {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** The source no longer showed the price. */
  readonly withdrawn: boolean;
  /** `null` if the source showed no market price, or the price is withdrawn. */
  readonly market: number | null;
}

/** An ungraded market price of a card and what held of it. */
export interface PriceSeries extends Pick<
  PricePreference,
  'source' | 'printing_slug' | 'condition' | 'language' | 'currency'
> {
  readonly priceKey: string;
  readonly currency: Currency;
  /** In order of time; of one instant only the fact that counts. */
  readonly facts: readonly MarketFact[];
}

/** The one price of a card at an instant. */
export interface OnePrice {
  readonly source: string;
  readonly currency: Currency;
  /** `null` if it has none, or is withdrawn. */
  readonly market: number | null;
  /** The last market price that it had; `null` if it never had one. */
  readonly lastMarket: number | null;
  readonly withdrawn: boolean;
}

interface Walked extends PriceSeries {
  /** Facts that hold or held. */
  passed: number;
  lastMarket: number | null;
}

/** Ranks in the preference that facts do not change. */
const settled = { kind: 'market', grader: null, grade: null, grade_qualifier: null } as const;
const alike = { ...settled, withdrawn: false, priced: true, confirmed: true } as const;

/**
 * Creates the walk over the prices of one card. Each call returns its one price at an instant, no earlier than that of the
 * call before; `null` if it has none. `isConfirmed` says whether the source confirmed a price recently enough by then.
 */
export const walkOnePrice = (
  series: readonly PriceSeries[],
): ((atMs: number, isConfirmed: (series: PriceSeries) => boolean) => OnePrice | null) => {
  const walked = series
    .toSorted((a, b) => comparePreference({ ...a, ...alike }, { ...b, ...alike }))
    .map((each): Walked => ({ ...each, passed: 0, lastMarket: null }));
  return (atMs, isConfirmed) => {
    let first: Walked | undefined;
    let standing: Walked | undefined;
    let confirmed: Walked | undefined;
    for (const each of walked) {
      for (let next = each.facts[each.passed]; next !== undefined && next.atMs <= atMs;) {
        each.lastMarket = next.market ?? each.lastMarket;
        each.passed += 1;
        next = each.facts[each.passed];
      }
      const fact = each.facts[each.passed - 1];
      if (fact === undefined) continue;
      first ??= each;
      if (fact.withdrawn || each.lastMarket === null) continue;
      standing ??= each;
      if (confirmed === undefined && isConfirmed(each)) confirmed = each;
    }
    const one = confirmed ?? standing ?? first;
    if (one === undefined) return null;
    const { market, withdrawn } = one.facts[one.passed - 1] as MarketFact;
    return { source: one.source, currency: one.currency, market, lastMarket: one.lastMarket, withdrawn };
  };
};
