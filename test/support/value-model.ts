/** A model of set values: reads events one by one, for every question again, with nothing but the rule of preference. */
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import { limits } from '../../src/base/limits.js';
import { comparePreference } from '../../src/domain/prices/preference.js';
import { priceChangeOf } from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';

export interface ModelValue {
  readonly amount: number | null;
  readonly cards: number;
  readonly priced: number;
  readonly carried: number;
  readonly otherCurrency: number;
  readonly sources: readonly string[];
}

interface Fact {
  readonly withdrawn: boolean;
  readonly market: number | null;
}

/** What is known of a key: the fact that counts at each instant. */
interface Known {
  readonly key: PriceKey;
  readonly facts: Map<number, Fact>;
}

const ms = (instant: string): number => Date.parse(instant);

/** Creates the model of a log. */
export const createValueModel = (log: readonly RecordedEvent[]) => ({
  /** Returns the value of a set at an instant, using only events recorded by `knownAt`. */
  valueOf(setId: string, at: string, knownAt: string | undefined): ModelValue {
    const events = log
      .filter(({ recorded_at }) => knownAt === undefined || ms(recorded_at) <= ms(knownAt))
      .map((event) => decodeEvent(event));
    const keys = new Map<string, Known>();
    const listings = new Map<string, { fromMs: number; set: string; single: boolean; listed: boolean }[]>();
    const merged = new Set<string>();
    const runs = new Map<string, string>();
    const checks: { source: string; set: string; atMs: number; withheld: readonly string[] }[] = [];
    for (const event of log.map((each) => decodeEvent(each)))
      if (event.type === 'CollectionStarted') runs.set(event.data.run_id, event.data.upstream_stamp);
    for (const event of events) {
      if (event.type === 'CardListed' || event.type === 'CardRevised') {
        const { card_id, set_id: set, product_type, collection } = event.data;
        const those = listings.get(card_id) ?? [];
        const single = product_type === 'single';
        const last = those.at(-1);
        // A listing that changes nothing says nothing new.
        if (last?.set !== set || last.single !== single || !last.listed)
          those.push({ fromMs: ms(runs.get(collection) ?? event.recorded_at), set, single, listed: true });
        listings.set(card_id, those);
      } else if (event.type === 'CardWithdrawn') {
        const those = listings.get(event.data.card_id);
        // Of a card that is not listed a withdrawal says nothing, nor does a second one.
        const last = those?.at(-1);
        if (last?.listed === true) those?.push({ ...last, fromMs: ms(event.data.effective_at), listed: false });
      } else if (event.type === 'CardMerged') merged.add(event.data.card_id);
      else if (event.type === 'SnapshotTaken') {
        const { source, scope: set, upstream_stamp, withheld_keys: withheld = [] } = event.data;
        checks.push({ source, set, atMs: ms(upstream_stamp), withheld });
      }
      const change = priceChangeOf(event);
      if (change === null) continue;
      const text = priceKeyText(change.key);
      const known = keys.get(text) ?? { key: change.key, facts: new Map<number, Fact>() };
      keys.set(text, known);
      const atMs = ms(change.effectiveAt);
      if (change.kind === 'observed') known.facts.set(atMs, { withdrawn: false, market: change.numbers.market });
      else if (change.kind === 'withdrawn') known.facts.set(atMs, { withdrawn: true, market: null });
      else if (change.standing === null || ms(change.standing.effective_at) !== atMs) known.facts.delete(atMs);
      else known.facts.set(atMs, { withdrawn: change.standing.withdrawn === true, market: change.standing.market });
    }
    const atMs = ms(at);
    const newestMs = Math.max(...checks.map((check) => check.atMs).filter((each) => each <= atMs), -Infinity);
    const isConfirmed = (source: string, text: string): boolean =>
      checks.some(
        (check) =>
          check.source === source &&
          check.set === setId &&
          check.atMs <= atMs &&
          check.atMs >= newestMs - limits.priceConfirmedMs - limits.windowSlackMs &&
          !check.withheld.includes(text),
      );
    const value = { amount: 0, cards: 0, priced: 0, carried: 0, otherCurrency: 0 };
    const sources = new Set<string>();
    for (const [cardId, those] of listings) {
      const span = those.findLast(({ fromMs }) => fromMs <= atMs);
      if (span === undefined || !span.listed || !span.single || span.set !== setId || merged.has(cardId)) continue;
      value.cards += 1;
      const prices = [...keys]
        .filter(([, { key }]) => key.card_id === cardId && key.kind === 'market' && key.grade === null)
        .flatMap(([text, { key, facts }]) => {
          const past = [...facts].filter(([factMs]) => factMs <= atMs).sort(([a], [b]) => a - b);
          const fact = past.at(-1)?.[1];
          if (fact === undefined) return [];
          const last = past.findLast(([, { market }]) => (market ?? 0) > 0)?.[1].market ?? null;
          return [{ key, fact, last, confirmed: isConfirmed(key.source, text) }];
        })
        .sort((a, b) => comparePreference(preferenceOf(a), preferenceOf(b)));
      const one = prices[0];
      if (one === undefined || one.fact.withdrawn || one.last === null) continue;
      if (one.key.currency !== 'USD') {
        value.otherCurrency += 1;
        continue;
      }
      value.amount += one.last;
      value.priced += 1;
      if (one.fact.market === null) value.carried += 1;
      sources.add(one.key.source);
    }
    return { ...value, amount: value.priced === 0 ? null : value.amount, sources: [...sources].sort() };
  },
});

const preferenceOf = (price: { key: PriceKey; fact: Fact; last: number | null; confirmed: boolean }) => ({
  kind: price.key.kind,
  grader: null,
  grade: null,
  grade_qualifier: null,
  withdrawn: price.fact.withdrawn,
  priced: price.last !== null,
  confirmed: price.confirmed,
  currency: price.key.currency,
  source: price.key.source,
  printing_slug: price.key.printing.slug,
  condition: price.key.condition,
  language: price.key.language,
});
