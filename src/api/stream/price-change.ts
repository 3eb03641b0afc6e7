/** Changes of current prices as clients of the stream get them: what stood before, what stands now. */
import type { PriceMove } from '../../../projections/trending/ranked-price.js';
import type { LedgerEvent } from '../../domain/envelope.js';
import { type CurrentPrice, currentPriceChange, type CurrentPrices } from '../../domain/prices/current-price.js';
import type { priceChangeTypes } from '../../domain/prices/price-change.js';
import type { Currency } from '../../domain/prices/money.js';
import type { Condition, PriceKind } from '../../domain/prices/price-key.js';
import { isSimulated } from '../../domain/source.js';
import type { StatesAround } from '../../log/stream-states.js';
import { marketMove, type PriceEnd, priceEndOf } from '../price-ends.js';

/** A change of the current price of one key. */
export interface PriceChangeEvent {
  /** Position in the log, as in every answer. */
  readonly position: string;
  /** Id of the event behind it, the same everywhere. */
  readonly event_id: string;
  /** Type of that event. */
  readonly type: (typeof priceChangeTypes)[number];
  /** @isDateTime */
  readonly recorded_at: string;
  readonly card_id: string;
  readonly source: string;
  readonly kind: PriceKind;
  readonly printing: string;
  readonly printing_slug: string;
  readonly condition: Condition | null;
  readonly grade: { readonly grader: string; readonly grade: string; readonly qualifier: string | null } | null;
  readonly language: string | null;
  readonly currency: Currency;
  /** What stood before; `null` if the key had no price. */
  readonly from: PriceEnd | null;
  /** What stands now; `null` if nothing that was observed of the key counts. */
  readonly to: PriceEnd | null;
  /** Of the market price; `null` where it is missing at one end. */
  readonly change: PriceMove | null;
  /** From the sandbox marketplace: not a real price. */
  readonly simulated: boolean;
}

const endOf = (price: CurrentPrice | null): PriceEnd | null =>
  price === null || price.status === 'voided'
    ? null
    : priceEndOf({ ...price, withdrawn: price.status === 'withdrawn' }, price.key.currency);

/** Returns what `event` did to the current price of its key; `null` if it changed none. */
export const priceChangeEventOf = (
  event: LedgerEvent,
  around: StatesAround<CurrentPrices>,
): PriceChangeEvent | null => {
  const changed = currentPriceChange(event, around);
  if (changed === null) return null;
  const { from, to } = changed;
  const { card_id, source, kind, printing, condition, grade, language, currency } = to.key;
  return {
    position: event.position,
    event_id: event.id,
    type: event.type as PriceChangeEvent['type'],
    recorded_at: event.recorded_at,
    card_id,
    source,
    kind,
    printing: printing.name,
    printing_slug: printing.slug,
    condition,
    grade,
    language,
    currency,
    from: endOf(from),
    to: endOf(to),
    change: marketMove(from?.numbers, to.numbers, currency),
    simulated: isSimulated(source),
  };
};
