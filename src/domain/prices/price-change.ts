/**
 * What an event says of a price, and what that does to the newest price of its key. Every fold of prices (the read
 * models, alerts, the collector's known state) switches on this.
 */
import type { LedgerEvent } from '../envelope.js';
import type { EventData } from '../events.js';
import type { PriceKey } from './price-key.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers, withoutZeros } from './price-numbers.js';

/** The events that say something of a price. A quarantined observation says nothing until it is released. */
export const priceChangeTypes = [
  'PriceObserved',
  'PriceWithdrawn',
  'PriceCorrected',
  'ObservationVoided',
  'QuarantineReleased',
] as const;

export type PriceChange =
  | {
      /** The source showed these numbers at `effectiveAt`, or a correction states that it should have. */
      readonly kind: 'observed';
      readonly key: PriceKey;
      readonly effectiveAt: string;
      readonly numbers: PriceNumbers;
      /** Offers behind the numbers; `null` if the source does not state it, and for a correction. */
      readonly sampleSize: number | null;
      /** Minor units, to have the offer at `low` sent; `null` as for `sampleSize`. */
      readonly lowShipping: number | null;
      /** Id of the SnapshotTaken event; `null` for a correction. */
      readonly provenance: string | null;
    }
  | {
      /** The source no longer showed the key at `effectiveAt`. */
      readonly kind: 'withdrawn';
      readonly key: PriceKey;
      readonly effectiveAt: string;
      readonly provenance: string;
    }
  | {
      /** What was observed of `effectiveAt` never counted. */
      readonly kind: 'voided';
      readonly key: PriceKey;
      readonly effectiveAt: string;
      /** What holds without the voided observation; `null` if nothing does. */
      readonly standing: EventData<'ObservationVoided'>['standing'];
    };

/**
 * Returns what `event` says of a price; `null` if it says nothing of one. `key` and `numbers` are the event's own data,
 * not copies, and may have further fields. A number of 0 is none, as in `withoutZeros`.
 */
export const priceChangeOf = (event: LedgerEvent): PriceChange | null => {
  switch (event.type) {
    case 'PriceObserved':
    case 'QuarantineReleased': {
      const data = event.type === 'PriceObserved' ? event.data : event.data.observation;
      const { effective_at: effectiveAt, sample_size: sampleSize, low_shipping: lowShipping = null, provenance } = data;
      const numbers = withoutZeros(data);
      return { kind: 'observed', key: data, effectiveAt, numbers, sampleSize, lowShipping, provenance };
    }
    case 'PriceCorrected': {
      const { data } = event;
      const effectiveAt = data.effective_at;
      const numbers = withoutZeros(data);
      const unstated = { sampleSize: null, lowShipping: null, provenance: null };
      return { kind: 'observed', key: data, effectiveAt, numbers, ...unstated };
    }
    case 'PriceWithdrawn': {
      const { effective_at: effectiveAt, provenance } = event.data;
      return { kind: 'withdrawn', key: event.data, effectiveAt, provenance };
    }
    case 'ObservationVoided': {
      const { effective_at: effectiveAt, standing: stated } = event.data;
      const standing = stated === null ? null : { ...stated, ...withoutZeros(pickPriceNumbers(stated)) };
      return { kind: 'voided', key: event.data, effectiveAt, standing };
    }
    default:
      return null;
  }
};

/**
 * `newest`: the change is the newest price. `late`: the newest price stays. `replaced`: the newest price was voided,
 * and the `standing` of the change takes its place.
 */
export type NewestPriceEffect = 'newest' | 'late' | 'replaced';

/**
 * Returns what a change that took effect at `atMs` does to the newest price of its key, which took effect at
 * `newestAtMs` (`null` if there is none). Both are milliseconds since 1970. Of two changes of one instant the later
 * recorded holds.
 */
export const effectOnNewest = (
  kind: PriceChange['kind'],
  atMs: number,
  newestAtMs: number | null,
): NewestPriceEffect => {
  if (kind === 'voided') return atMs === newestAtMs ? 'replaced' : 'late';
  return newestAtMs === null || atMs >= newestAtMs ? 'newest' : 'late';
};

/** What stands for a key after a change that bears on its newest price. */
export interface StandingPrice {
  readonly withdrawn: boolean;
  /** All `null` where withdrawn. */
  readonly numbers: PriceNumbers;
  readonly sampleSize: number | null;
  readonly lowShipping: number | null;
  /** RFC 3339. */
  readonly effectiveAt: string;
  /** Id of the event that states it. */
  readonly observationId: string;
  /** Id of the SnapshotTaken event; `null` where there is none, or the event does not say. */
  readonly provenance: string | null;
}

/** Returns what stands after `change`, which is that of `event`; `null` if no price is left. */
export const standingAfter = (event: Pick<LedgerEvent, 'id'>, change: PriceChange): StandingPrice | null => {
  const { effectiveAt } = change;
  const stated = { effectiveAt, observationId: event.id };
  switch (change.kind) {
    case 'observed': {
      const { numbers, sampleSize, lowShipping, provenance } = change;
      return { ...stated, withdrawn: false, numbers, sampleSize, lowShipping, provenance };
    }
    case 'withdrawn': {
      const { provenance } = change;
      return { ...stated, withdrawn: true, numbers: noPriceNumbers, sampleSize: null, lowShipping: null, provenance };
    }
    case 'voided': {
      const { standing } = change;
      if (standing === null) return null;
      return {
        withdrawn: standing.withdrawn === true,
        numbers: standing,
        sampleSize: null,
        lowShipping: null,
        effectiveAt: standing.effective_at,
        observationId: standing.observation_id,
        provenance: null,
      };
    }
  }
};
