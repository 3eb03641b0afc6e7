/** Records the prices of a set: decides the events of each card and hands them to the writer. */
import { parseIdentity } from '../domain/cards/card.js';
import type { LedgerEvent, NewEvent } from '../domain/envelope.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import { streamEvents } from '../log/stream-events.js';
import { type CardShown, decideCard, quarantine } from './decide-prices.js';
import { applyEvents, type CardPrices, unknownCard } from './known-state.js';
import type { Recording } from './recording.js';
import type { SetSnapshot } from './set-snapshot.js';
import type { PriceList } from './source.js';
import { rowText, type ValidatedCard, validateRows } from './validate-rows.js';
import { ownerOf } from './withdrawals.js';

/** Brings the known prices of a card up to date with its stream. Returns the ids of the events that were new. */
const refreshCard = async (
  { context, known }: Recording,
  cardId: string,
  setId: string,
): Promise<ReadonlySet<string>> => {
  const card: CardPrices = known.prices.get(cardId) ?? unknownCard(setId);
  const events: LedgerEvent[] = [];
  for await (const event of streamEvents(context.log, priceStream(cardId), { from: card.revision + 1 })) {
    events.push(decodeEvent(event));
  }
  known.prices.set(cardId, applyEvents(card, events, context.run.source));
  return new Set(events.map(({ id }) => id));
};

/** Decides the events of a card and hands them to the writer, which asks for a new decision if the stream has moved. */
const decideAndWrite = async (recording: Recording, snapshot: SetSnapshot, card: CardShown): Promise<void> => {
  const { known, writer } = recording;
  const { cardId } = card;
  let decision = decideCard(snapshot.context, card, known.prices.get(cardId));
  snapshot.count(decision);
  const decided = {
    expectedRevision: () => known.prices.get(cardId)?.revision ?? -1,
    async retry() {
      const appended = await refreshCard(recording, cardId, snapshot.setId);
      const again = decideCard(snapshot.context, card, known.prices.get(cardId));
      snapshot.recount(again, decision);
      decision = again;
      return again.events.filter(({ id }) => !appended.has(id));
    },
    appended(revision: number) {
      const prices = known.prices.get(cardId);
      if (prices !== undefined) prices.revision = Math.max(prices.revision, revision);
      else known.prices.set(cardId, unknownCard(snapshot.setId, revision));
    },
  };
  await writer.add({ stream: priceStream(cardId), events: decision.events, decided }, snapshot);
};

/** Sets aside all rows of a card that stands in another set too, the rows of which count. */
const quarantineCard = async (
  { writer }: Recording,
  snapshot: SetSnapshot,
  card: ValidatedCard,
  sets: readonly string[],
): Promise<void> => {
  const detail = `the card stands in ${sets.join(' and ')}, another of which counts`;
  const prices = [...card.prices.values()].map((price) => ({
    reason: 'duplicate' as const,
    detail,
    row: rowText(price.row),
  }));
  // The rows of the other set are the prices of these keys: nothing of them is held, and nothing could be released.
  const rows = [...prices, ...card.quarantined].map((row) => ({ ...row, price: null, key: null }));
  const events = rows.map((row) => quarantine(snapshot.context, row));
  snapshot.count({ quarantined: events.length });
  await writer.add({ stream: priceStream(card.cardId), events, decided: null }, snapshot);
};

/** Records what the price lists of a set show: observations, withdrawals of keys, and rows set aside. */
export const recordPrices = async (
  recording: Recording,
  snapshot: SetSnapshot,
  lists: readonly PriceList[],
): Promise<void> => {
  const { context, known, seen, writer } = recording;
  const { setId } = snapshot;
  const rows = function* () {
    for (const list of lists) yield* list.readRows();
  };
  const validated = validateRows(context.run.source, rows());
  // A row that names no card may be that of any card, and a partial list shows only some: neither proves an absence.
  const provesAbsences = validated.unidentified.length === 0 && lists.every(({ whole }) => whole);
  for (const card of validated.cards.values()) {
    snapshot.count({ quarantined: card.overflow });
    const sets = seen.get(card.cardId) ?? [];
    const knownSet = known.prices.get(card.cardId)?.setId ?? null;
    if (sets.length > 1 && ownerOf(sets, knownSet) !== setId) await quarantineCard(recording, snapshot, card, sets);
    else await decideAndWrite(recording, snapshot, { ...card, absencesProven: provesAbsences && !card.unclear });
  }
  const events: NewEvent[] = validated.unidentified.map((row) => quarantine(snapshot.context, row));
  snapshot.count({ quarantined: events.length });
  const stream = `price-${parseIdentity(setId)?.game ?? 'unknown'}-unidentified`;
  await writer.add({ stream, events, decided: null }, snapshot);
};

/** Records the withdrawal of all prices of the cards. */
export const recordWithdrawn = async (
  recording: Recording,
  snapshot: SetSnapshot,
  cardIds: readonly string[],
): Promise<void> => {
  for (const cardId of cardIds) {
    const nothing = { prices: new Map(), quarantined: [], shown: new Set<string>() };
    await decideAndWrite(recording, snapshot, { cardId, ...nothing, absencesProven: true });
  }
};
