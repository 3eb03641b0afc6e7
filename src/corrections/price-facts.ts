/**
 * The facts of a card's prices, folded from its price stream, with the ids that commands refer to. Of one key and instant
 * the last fact counts. A void takes all facts of its instant out, but for what its `standing` says.
 *
 * Read models keep no ids of facts that no longer count, and may be behind: a command decides from the stream itself.
 */
import type { LedgerEvent, LedgerEventOf, LogPosition } from '../domain/envelope.js';
import { gradeText, type PriceKey, priceKeyText } from '../domain/prices/price-key.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

export interface PriceFact {
  readonly kind: 'observed' | 'corrected' | 'withdrawn';
  readonly eventId: string;
  readonly position: LogPosition;
  /** The observation that a correction corrects; for all others the event itself. */
  readonly observationId: string;
  readonly key: PriceKey;
  readonly effectiveAt: string;
  /** Minor units; all `null` for a withdrawal. */
  readonly numbers: PriceNumbers;
  /** Why a person corrected the price; `null` for what the source showed. */
  readonly reason: string | null;
}

/** The facts of one key. */
export interface KeyFacts {
  readonly key: PriceKey;
  /** By effective_at in milliseconds since 1970: the facts that were not voided, as recorded. The last one counts. */
  readonly instants: Map<number, readonly PriceFact[]>;
}

type Settled = LedgerEventOf<'QuarantineReleased'> | LedgerEventOf<'QuarantineRejected'>;

/** What a price stream says. */
export interface PriceFacts {
  /** -1 if the stream does not exist. */
  readonly revision: number;
  /** By the text of the key. */
  readonly keys: ReadonlyMap<string, KeyFacts>;
  /** Every fact by the id of its event, voided ones included. */
  readonly facts: ReadonlyMap<string, PriceFact>;
  readonly voids: readonly LedgerEventOf<'ObservationVoided'>[];
  readonly quarantined: ReadonlyMap<string, LedgerEventOf<'ObservationQuarantined'>>;
  /** By the id of the row: what became of it. */
  readonly settled: ReadonlyMap<string, Settled>;
}

const keyOf = (key: PriceKey): PriceKey => {
  const { card_id, source, kind, printing, condition, grade, language, currency } = key;
  return { card_id, source, kind, printing, condition, grade, language, currency };
};

const factOf = (event: LedgerEvent): PriceFact | null => {
  const { id: eventId, position } = event;
  switch (event.type) {
    case 'PriceObserved':
    case 'QuarantineReleased': {
      const data = event.type === 'PriceObserved' ? event.data : event.data.observation;
      const stated = { key: keyOf(data), effectiveAt: data.effective_at, numbers: pickPriceNumbers(data) };
      return { kind: 'observed', eventId, position, observationId: eventId, ...stated, reason: null };
    }
    case 'PriceCorrected': {
      const { data } = event;
      const stated = { key: keyOf(data), effectiveAt: data.effective_at, numbers: pickPriceNumbers(data) };
      return {
        kind: 'corrected',
        eventId,
        position,
        observationId: data.observation_id,
        ...stated,
        reason: data.reason,
      };
    }
    case 'PriceWithdrawn': {
      const stated = { key: keyOf(event.data), effectiveAt: event.data.effective_at, numbers: noPriceNumbers };
      return { kind: 'withdrawn', eventId, position, observationId: eventId, ...stated, reason: null };
    }
    default:
      return null;
  }
};

/** Returns the facts of an instant that a void leaves. */
const factsLeft = (
  facts: readonly PriceFact[],
  { data }: LedgerEventOf<'ObservationVoided'>,
  atMs: number,
): readonly PriceFact[] => {
  const { standing } = data;
  if (standing === null || Date.parse(standing.effective_at) !== atMs) return [];
  return facts.slice(0, facts.findIndex(({ eventId }) => eventId === standing.observation_id) + 1);
};

/** Returns the facts of a price stream, given in order. */
const foldPriceFacts = (events: Iterable<LedgerEvent>): PriceFacts => {
  const keys = new Map<string, KeyFacts>();
  const facts = new Map<string, PriceFact>();
  const voids: LedgerEventOf<'ObservationVoided'>[] = [];
  const quarantined = new Map<string, LedgerEventOf<'ObservationQuarantined'>>();
  const settled = new Map<string, Settled>();
  let revision = -1;
  const settle = (id: string, event: Settled): void => {
    if (!settled.has(id)) settled.set(id, event);
  };
  for (const event of events) {
    revision = event.revision;
    if (event.type === 'ObservationQuarantined') quarantined.set(event.id, event);
    if (event.type === 'QuarantineReleased' || event.type === 'QuarantineRejected') {
      settle(event.data.quarantine_id, event);
      if (event.type === 'QuarantineReleased') for (const id of event.data.evidence ?? []) settle(id, event);
    }
    if (event.type === 'ObservationVoided') {
      voids.push(event);
      const atMs = Date.parse(event.data.effective_at);
      const instants = keys.get(priceKeyText(event.data))?.instants;
      instants?.set(atMs, factsLeft(instants.get(atMs) ?? [], event, atMs));
    }
    const fact = factOf(event);
    if (fact === null) continue;
    facts.set(fact.eventId, fact);
    const text = priceKeyText(fact.key);
    const of = keys.get(text) ?? { key: fact.key, instants: new Map<number, readonly PriceFact[]>() };
    keys.set(text, of);
    const atMs = Date.parse(fact.effectiveAt);
    of.instants.set(atMs, [...(of.instants.get(atMs) ?? []), fact]);
  }
  return { revision, keys, facts, voids, quarantined, settled };
};

/** Reads the facts of a card's prices. Throws EVENT_NOT_UNDERSTOOD. */
export const readPriceFacts = async (log: Pick<EventLog, 'readStream'>, cardId: string): Promise<PriceFacts> => {
  const events: LedgerEvent[] = [];
  for await (const event of streamEvents(log, priceStream(cardId))) events.push(decodeEvent(event));
  return foldPriceFacts(events);
};

/** Returns the fact that counts at an instant; `undefined` if none does. */
export const countingAt = ({ instants }: KeyFacts, atMs: number): PriceFact | undefined => instants.get(atMs)?.at(-1);

/** Returns the newest fact that counts before an instant; `undefined` if none does. */
export const countingBefore = (facts: KeyFacts, beforeMs: number): PriceFact | undefined => {
  const earlier = [...facts.instants].flatMap(([atMs, all]) => (atMs < beforeMs && all.length > 0 ? [atMs] : []));
  return earlier.length === 0 ? undefined : countingAt(facts, Math.max(...earlier));
};

/** Returns a key as people name it: `Holofoil (tcgcsv, market)`. */
export const keyLabel = ({ printing, source, kind, condition, grade, language, currency }: PriceKey): string => {
  const graded = grade === null ? null : gradeText(grade);
  const parts = [source, kind, condition, graded, language, currency === 'USD' ? null : currency];
  return `${printing.name} (${parts.filter((part) => part !== null).join(', ')})`;
};
