/** The events behind a price, as its explanation shows them. */
import { type Provenance, resolveProvenance } from '../../../projections/coverage/provenance.js';
import type { Price } from '../../../projections/latest-prices/queries.js';
import type { LedgerEvent } from '../../domain/envelope.js';
import { heldKeyOf } from '../../domain/prices/held.js';
import type { Currency } from '../../domain/prices/money.js';
import { priceKeyText } from '../../domain/prices/price-key.js';
import { type PriceNumbers, shownNumbers, withoutZeros } from '../../domain/prices/price-numbers.js';
import type { Database } from '../../postgres/database.js';

/** Amounts in major units, of the currency of the key. */
export interface StatedNumbers {
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly direct_low_price: number | null;
}

/** An event of the price's stream. */
export interface ExplainedEvent {
  /** As in /v1/events. */
  readonly event_id: string;
  readonly type: string;
  readonly stream: string;
  /** @isInt */
  readonly revision: number;
  readonly position: string;
  readonly recorded_at: string;
  /** The source's stamp that the event is about. */
  readonly effective_at: string;
  /** An opaque id: `collector`, `gate`, or that of a person. */
  readonly actor: string;
  /** Why it was recorded; `null` for what a source showed. */
  readonly reason: string | null;
  /** The event that this one corrects, voids, releases or rejects; `null` for what a source showed. */
  readonly about: string | null;
  /** What it states; `null` if it states no numbers. */
  readonly numbers: StatedNumbers | null;
  /** The file of the source that shows it; `null` for a person's event, and until the collection has recorded its snapshot. */
  readonly provenance: Provenance | null;
}

/** The events behind a price. */
export interface ExplainedEvents {
  /** The event that states its numbers, and by its provenance the file that shows them. */
  readonly stated_by: ExplainedEvent | null;
  /** Every event about the price's stamp, in the order of recording: what was shown, revised, corrected, voided, set aside. */
  readonly same_stamp: readonly ExplainedEvent[];
  /** The corrections of this key in the order of recording, at most the last 100; so the next two. */
  readonly corrections: readonly ExplainedEvent[];
  readonly voids: readonly ExplainedEvent[];
  /** Rows of the key that were set aside, and what became of them. */
  readonly quarantine: readonly ExplainedEvent[];
}

/** Events of one kind that an answer lists. */
const listedMax = 100;

/** What an event of a price stream says, beside its key. */
interface Said {
  readonly effectiveAt: string;
  readonly reason: string | null;
  readonly about: string | null;
  readonly numbers: PriceNumbers | null;
  /** Id of the snapshot. */
  readonly provenance: string | null;
}

/** Returns what an event of a price stream says; `null` for any other. */
const saidBy = (event: LedgerEvent): Said | null => {
  switch (event.type) {
    case 'PriceObserved': {
      const { data } = event;
      return { effectiveAt: data.effective_at, reason: null, about: null, numbers: data, provenance: data.provenance };
    }
    case 'PriceWithdrawn': {
      const { effective_at: effectiveAt, provenance } = event.data;
      return { effectiveAt, reason: null, about: null, numbers: null, provenance };
    }
    case 'PriceCorrected': {
      const { data } = event;
      const { effective_at: effectiveAt, reason, observation_id: about } = data;
      return { effectiveAt, reason, about, numbers: data, provenance: null };
    }
    case 'ObservationVoided': {
      const { effective_at: effectiveAt, reason, observation_id: about } = event.data;
      return { effectiveAt, reason, about, numbers: null, provenance: null };
    }
    case 'ObservationQuarantined': {
      const { effective_at: effectiveAt, reason, detail, observation, provenance } = event.data;
      return { effectiveAt, reason: `${reason}: ${detail}`, about: null, numbers: observation, provenance };
    }
    case 'QuarantineReleased': {
      const { observation, reason, quarantine_id: about } = event.data;
      const { effective_at: effectiveAt, provenance } = observation;
      return { effectiveAt, reason, about, numbers: observation, provenance };
    }
    case 'QuarantineRejected': {
      const { effective_at: effectiveAt, reason, quarantine_id: about } = event.data;
      return { effectiveAt, reason, about, numbers: null, provenance: null };
    }
    default:
      return null;
  }
};

const numbersOf = (numbers: PriceNumbers | null, currency: Currency): StatedNumbers | null =>
  numbers === null ? null : shownNumbers(withoutZeros(numbers), currency);

/** An event with what it says. */
interface Told {
  readonly event: LedgerEvent;
  readonly said: Said;
}

/** Returns the events about a key, of stamps up to `validAt` and recorded by `knownAt`, in order. */
export const eventsAbout = (
  events: readonly LedgerEvent[],
  priceKey: string,
  { validAt, knownAt }: { validAt: string | undefined; knownAt: string | undefined },
): Told[] =>
  events.flatMap((event) => {
    const said = saidBy(event);
    const key = said === null ? null : heldKeyOf(event);
    if (said === null || key === null || priceKeyText(key) !== priceKey) return [];
    if (validAt !== undefined && Date.parse(said.effectiveAt) > Date.parse(validAt)) return [];
    return knownAt !== undefined && Date.parse(event.recorded_at) > Date.parse(knownAt) ? [] : [{ event, said }];
  });

const quarantineTypes: readonly string[] = ['ObservationQuarantined', 'QuarantineReleased', 'QuarantineRejected'];

/** What is explained: one price, and the events about its key. */
interface Explained {
  readonly price: Price | null;
  readonly stating: LedgerEvent | undefined;
  readonly told: readonly Told[];
}

/** Returns the events behind a price, each with its provenance. */
export const explainEvents = async (
  database: Database,
  { price, stating, told }: Explained,
  currency: Currency,
): Promise<ExplainedEvents> => {
  const last = (isListed: (one: Told) => boolean): Told[] => told.filter(isListed).slice(-listedMax);
  const atMs = price === null ? NaN : Date.parse(price.effective_at);
  const lists = {
    same_stamp: last(({ said }) => Date.parse(said.effectiveAt) === atMs),
    corrections: last(({ event }) => event.type === 'PriceCorrected'),
    voids: last(({ event }) => event.type === 'ObservationVoided'),
    quarantine: last(({ event }) => quarantineTypes.includes(event.type)),
  };
  const statedBy = told.filter(({ event }) => event === stating);
  const all = [...Object.values(lists).flat(), ...statedBy];
  const proofs = await resolveProvenance(database, [...new Set(all.flatMap(({ said }) => said.provenance ?? []))]);
  const shown = ({ event, said }: Told): ExplainedEvent => ({
    event_id: event.id,
    type: event.type,
    stream: event.stream,
    revision: event.revision,
    position: event.position,
    recorded_at: event.recorded_at,
    effective_at: said.effectiveAt,
    actor: event.metadata.actor,
    reason: said.reason,
    about: said.about,
    numbers: numbersOf(said.numbers, currency),
    provenance: said.provenance === null ? null : (proofs.get(said.provenance) ?? null),
  });
  const [stated] = statedBy;
  return {
    stated_by: stated === undefined ? null : shown(stated),
    same_stamp: lists.same_stamp.map(shown),
    corrections: lists.corrections.map(shown),
    voids: lists.voids.map(shown),
    quarantine: lists.quarantine.map(shown),
  };
};
