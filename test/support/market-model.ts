/**
 * A model of what stood of market prices, by walking all events for every question: no arrays, no SQL. Read models of windows
 * are compared with it.
 */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { priceChangeOf } from '../../src/domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';

export interface ModelFact {
  readonly atMs: number;
  readonly withdrawn: boolean;
  readonly market: number | null;
  readonly low: number | null;
  readonly mid: number | null;
}

const factOf = (atMs: number, numbers: PriceNumbers | null): ModelFact => ({
  atMs,
  withdrawn: numbers === null,
  market: numbers?.market ?? null,
  low: numbers?.low ?? null,
  mid: numbers?.mid ?? null,
});

/** Returns the facts of every ungraded market price that count, in order of time, by the text of the key. */
export const countingFacts = (
  events: readonly LedgerEvent[],
): ReadonlyMap<string, { readonly key: PriceKey; readonly facts: readonly ModelFact[] }> => {
  const keys = new Map<string, { key: PriceKey; instants: Map<number, ModelFact> }>();
  for (const event of events) {
    const change = priceChangeOf(event);
    if (change === null || change.key.kind !== 'market' || change.key.grade !== null) continue;
    const text = priceKeyText(change.key);
    const of = keys.get(text) ?? { key: change.key, instants: new Map<number, ModelFact>() };
    keys.set(text, of);
    const atMs = Date.parse(change.effectiveAt);
    if (change.kind === 'observed') of.instants.set(atMs, factOf(atMs, change.numbers));
    if (change.kind === 'withdrawn') of.instants.set(atMs, factOf(atMs, null));
    if (change.kind === 'voided') {
      of.instants.delete(atMs);
      const { standing } = change;
      if (standing !== null && Date.parse(standing.effective_at) === atMs)
        of.instants.set(atMs, factOf(atMs, standing.withdrawn === true ? null : standing));
    }
  }
  return new Map(
    [...keys].map(([text, { key, instants }]) => [
      text,
      { key, facts: [...instants.values()].sort((a, b) => a.atMs - b.atMs) },
    ]),
  );
};

/** Returns the fact that stood at an instant; `undefined` before the first. */
export const standingAt = (facts: readonly ModelFact[], atMs: number): ModelFact | undefined =>
  facts.findLast((fact) => fact.atMs <= atMs);

/** Returns the number of market prices, each different from the one before, after `fromMs` up to `toMs`, and the one before. */
export const observationsIn = (facts: readonly ModelFact[], fromMs: number, toMs: number): number => {
  const priced = facts.filter(({ market, atMs }) => (market ?? 0) > 0 && atMs <= toMs);
  const before = priced.findLast(({ atMs }) => atMs <= fromMs);
  const shown = [...(before === undefined ? [] : [before]), ...priced.filter(({ atMs }) => atMs > fromMs)];
  return shown.filter(({ market }, place) => place === 0 || market !== shown[place - 1]?.market).length;
};
