/** The current price of every key of a card, folded from the card's price stream alone. */
import type { LedgerEvent } from '../envelope.js';
import { effectOnNewest, type PriceChange, priceChangeOf, standingAfter } from './price-change.js';
import { type PriceKey, priceKeyOf, priceKeyText } from './price-key.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from './price-numbers.js';

export const currentPriceStatuses = ['standing', 'withdrawn', 'voided'] as const;

export interface CurrentPrice {
  readonly key: PriceKey;
  /**
   * `standing`: the source shows the key. `withdrawn`: it no longer does. `voided`: nothing that was observed of the key
   * counts.
   */
  readonly status: (typeof currentPriceStatuses)[number];
  /** Minor units; all `null` unless `standing`. */
  readonly numbers: PriceNumbers;
  readonly sampleSize: number | null;
  /** The source's stamp of the price or the withdrawal; of `voided`, that of what was voided. RFC 3339. */
  readonly effectiveAt: string;
  /** Id of the event that states the price; of `voided`, of the event that voids it. */
  readonly observationId: string;
  /** Id of the SnapshotTaken event behind the price; `null` where a person stated it. */
  readonly provenance: string | null;
}

/** The current prices of a card, by the text of the key. */
export type CurrentPrices = ReadonlyMap<string, CurrentPrice>;
export const noCurrentPrices: CurrentPrices = new Map();

const priceOf = (event: LedgerEvent, change: PriceChange): CurrentPrice => {
  const key = priceKeyOf(change.key);
  const standing = standingAfter(event, change);
  if (standing === null) {
    const { effectiveAt } = change;
    const observationId = event.id;
    return {
      key,
      status: 'voided',
      numbers: noPriceNumbers,
      sampleSize: null,
      effectiveAt,
      observationId,
      provenance: null,
    };
  }
  const { withdrawn, numbers, sampleSize, effectiveAt, observationId, provenance } = standing;
  const status = withdrawn ? 'withdrawn' : 'standing';
  return { key, status, numbers: pickPriceNumbers(numbers), sampleSize, effectiveAt, observationId, provenance };
};

/**
 * Returns the prices after `event` of the card's price stream; the same map if no current price changed. Of a key whose
 * price was voided, the next observation is the newest, whatever its stamp.
 */
export const foldCurrentPrices = (prices: CurrentPrices, event: LedgerEvent): CurrentPrices => {
  const change = priceChangeOf(event);
  if (change === null) return prices;
  const key = priceKeyText(change.key);
  const before = prices.get(key);
  const newestMs = before === undefined || before.status === 'voided' ? null : Date.parse(before.effectiveAt);
  if (effectOnNewest(change.kind, Date.parse(change.effectiveAt), newestMs) === 'late') return prices;
  return new Map(prices).set(key, priceOf(event, change));
};

/** What an event did to the current price of its key. */
export interface CurrentPriceChange {
  /** `null`: the key had no price. */
  readonly from: CurrentPrice | null;
  readonly to: CurrentPrice;
}

/** Returns the change between the prices before and after `event`; `null` if no current price changed. */
export const currentPriceChange = (
  event: LedgerEvent,
  { before, after }: { readonly before: CurrentPrices; readonly after: CurrentPrices },
): CurrentPriceChange | null => {
  const change = before === after ? null : priceChangeOf(event);
  const key = change === null ? '' : priceKeyText(change.key);
  const to = after.get(key);
  return change === null || to === undefined ? null : { from: before.get(key) ?? null, to };
};
