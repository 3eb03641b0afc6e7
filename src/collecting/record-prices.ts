/** Records the prices of a set: decides the events of each card and hands them to the writer. */
import type { TakenSnapshot } from '../../projections/coverage/collections.js';
import { parseIdentity } from '../domain/cards/card.js';
import type { LedgerEvent, NewEvent } from '../domain/envelope.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import { streamEvents } from '../log/stream-events.js';
import { type CardShown, decideCard, quarantine } from './decide-prices.js';
import { applyEvents, type CardPrices, unknownCard } from './known-state.js';
import { inOrder } from './received-files.js';
import { decideOn, type Recording, type Subject } from './recording.js';
import type { SetSnapshot } from './set-snapshot.js';
import type { PriceList } from './source.js';
import { type QuarantinedRow, rowText, type ValidatedCard, validateRows } from './validate-rows.js';
import { cardsOfSet, decideWithheld, stoodBefore, type VanishedKey } from './withheld.js';
import { ownerOf } from './withdrawals.js';

/** Brings the known prices of a card up to date with its stream. Returns the ids of the events that were new. */
const refreshCard = async (
  { context, known }: Recording,
  cardId: string,
  { setId, context: { stamp } }: SetSnapshot,
): Promise<ReadonlySet<string>> => {
  const card: CardPrices = known.prices.get(cardId) ?? unknownCard(setId);
  const events: LedgerEvent[] = [];
  for await (const event of streamEvents(context.log, priceStream(cardId), { from: card.revision + 1 })) {
    events.push(decodeEvent(event));
  }
  known.prices.set(cardId, applyEvents(card, events, context.run.source, stamp));
  return new Set(events.map(({ id }) => id));
};

const subjectOf = ({ files }: Recording, setId: string, id: string): Subject => ({
  file: inOrder(files.prices.get(setId) ?? [])[0]?.file.path ?? setId,
  setId,
  id,
});

/** Decides the events of a card and hands them to the writer, which asks for a new decision if the stream has moved. */
const decideAndWrite = async (recording: Recording, snapshot: SetSnapshot, card: CardShown): Promise<void> => {
  const { known, writer } = recording;
  const { cardId } = card;
  const subject = subjectOf(recording, snapshot.setId, cardId);
  const decide = () => decideOn(recording, subject, () => decideCard(snapshot.context, card, known.prices.get(cardId)));
  let decision = decide();
  if (decision === null) return;
  snapshot.count(decision);
  const decided = {
    expectedRevision: () => known.prices.get(cardId)?.revision ?? -1,
    async retry() {
      const appended = await refreshCard(recording, cardId, snapshot);
      const again = decide();
      if (again === null) return [];
      snapshot.recount(again, decision ?? again);
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

/** Creates the quarantine events of rows. */
const setAside = (
  recording: Recording,
  { context, setId }: SetSnapshot,
  id: string,
  rows: readonly QuarantinedRow[],
): readonly NewEvent[] => {
  const subject = subjectOf(recording, setId, id);
  return rows.flatMap(
    (row) => decideOn(recording, subject, () => ({ events: [quarantine(context, row)] }))?.events ?? [],
  );
};

/** Sets aside all rows of a card that stands in another set too, the rows of which count. */
const quarantineCard = async (
  recording: Recording,
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
  const events = setAside(recording, snapshot, card.cardId, rows);
  snapshot.count({ quarantined: events.length });
  if (events.length === 0) return;
  await recording.writer.add({ stream: priceStream(card.cardId), events, decided: null }, snapshot);
};

/** Withdraws all prices of the cards but those that are held back. */
const writeWithdrawn = async (
  recording: Recording,
  snapshot: SetSnapshot,
  cardIds: readonly string[],
  held: ReadonlySet<string>,
): Promise<void> => {
  const nothing = { prices: new Map(), quarantined: [], shown: new Set(held) };
  for (const cardId of cardIds) {
    await decideAndWrite(recording, snapshot, { cardId, ...nothing, absencesProven: true });
  }
};

/** Prices of one card in one snapshot; a real product has at most six printings. */
const pricesPerCardMax = 200;
/** Rows of one card set aside one by one, and their bytes: the events of a card share one append. */
const quarantinedPerCardMax = 50;
const quarantinedBytesMax = 200_000;

/** Returns a card whose events fit one append: what is beyond the bounds is counted as set aside, and nothing else. */
const boundCard = (card: ValidatedCard): ValidatedCard => {
  let bytes = 0;
  const quarantined = card.quarantined.slice(0, quarantinedPerCardMax).filter(({ row }) => {
    bytes += Buffer.byteLength(row);
    return bytes <= quarantinedBytesMax;
  });
  const prices = [...card.prices].slice(0, pricesPerCardMax);
  const overflow = card.prices.size - prices.length + (card.quarantined.length - quarantined.length);
  return overflow === 0 ? card : { ...card, quarantined, prices: new Map(prices), overflow: card.overflow + overflow };
};

/** A card of a set in a snapshot, as far as withdrawals go. */
type Presence = Pick<CardShown, 'cardId' | 'shown' | 'absencesProven'>;

/** Returns whether the source still lists a product, as far as its files tell; otherwise what the catalog has holds. */
const isListed = ({ files, known, seen }: Recording, setId: string, cardId: string): boolean => {
  if (seen.has(cardId)) return true;
  const parts = files.cards.get(setId);
  if (parts?.every(({ whole }) => whole) === true) return parts.some(({ cardIds }) => cardIds.includes(cardId));
  return known.cards.get(cardId)?.withdrawn !== true;
};

/**
 * Returns the keys of a set that vanished and are held back, in order. `heldNow`: those of the snapshot that an earlier
 * attempt took of the set under this stamp.
 */
const withheldOf = (
  recording: Recording,
  setId: string,
  cards: readonly Presence[],
  heldNow: ReadonlySet<string>,
): string[] => {
  const { known } = recording;
  const stamp = recording.stampOf(setId);
  const standing = (cardId: string): string[] =>
    [...(known.prices.get(cardId)?.prices ?? [])].flatMap(([key, last]) => (stoodBefore(last, stamp) ? [key] : []));
  const vanished = cards.flatMap(({ cardId, shown, absencesProven }): VanishedKey[] => {
    if (!absencesProven) return [];
    const gone = standing(cardId).filter((key) => !shown.has(key));
    if (gone.length === 0) return [];
    const listed = isListed(recording, setId, cardId);
    const prices = known.prices.get(cardId)?.prices;
    return gone.map((key) => ({ key, listed, withdrawnNow: prices?.get(key)?.withdrawn === true }));
  });
  if (vanished.length === 0) return [];
  const count = cardsOfSet(known, setId).reduce((sum, cardId) => sum + standing(cardId).length, 0);
  const heldBefore = recording.withheldBefore.get(setId) ?? new Set<string>();
  const fileInDoubt = recording.inDoubt.has(setId);
  return decideWithheld({ vanished, standing: count, heldBefore, heldNow, fileInDoubt });
};

/** Cards that no row shows: all of their prices are missing. */
const absent = (cardIds: readonly string[]): Presence[] =>
  cardIds.map((cardId) => ({ cardId, shown: new Set<string>(), absencesProven: true }));

/**
 * Records what the price lists of a set show: observations, withdrawals of keys and of the cards that are `missing`, rows
 * set aside. Prices that vanish at once are held back.
 */
export const recordPrices = async (
  recording: Recording,
  snapshot: SetSnapshot,
  lists: readonly PriceList[],
  missing: readonly string[],
): Promise<void> => {
  const { context, known, seen, writer } = recording;
  const { setId } = snapshot;
  const rows = function* () {
    for (const list of lists) yield* list.readRows();
  };
  const validated = validateRows(context.run.source, rows());
  // A row that names no card may be that of any card, and a partial list shows only some: neither proves an absence.
  const provesAbsences = validated.unidentified.length === 0 && lists.every(({ whole }) => whole);
  const isElsewhere = ({ cardId }: ValidatedCard): boolean => {
    const sets = seen.get(cardId) ?? [];
    return sets.length > 1 && ownerOf(sets, known.prices.get(cardId)?.setId ?? null) !== setId;
  };
  const cards = [...validated.cards.values()].map(boundCard);
  const own = cards.filter((card) => !isElsewhere(card));
  const presences = own.map((card) => ({ ...card, absencesProven: provesAbsences && !card.unclear }));
  const withheld = withheldOf(recording, setId, [...presences, ...absent(missing)], new Set());
  snapshot.withhold(withheld);
  const held = new Set(withheld);
  const heldOf = (cardId: string): string[] =>
    [...(known.prices.get(cardId)?.prices.keys() ?? [])].filter((key) => held.has(key));
  for (const card of cards) {
    snapshot.count({ quarantined: card.overflow });
    if (isElsewhere(card)) await quarantineCard(recording, snapshot, card, seen.get(card.cardId) ?? []);
  }
  for (const card of presences) {
    const shown = held.size === 0 ? card.shown : new Set([...card.shown, ...heldOf(card.cardId)]);
    await decideAndWrite(recording, snapshot, { ...card, shown });
  }
  await writeWithdrawn(recording, snapshot, missing, held);
  const events = setAside(recording, snapshot, setId, validated.unidentified);
  snapshot.count({ quarantined: events.length });
  const stream = `price-${parseIdentity(setId)?.game ?? 'unknown'}-unidentified`;
  await writer.add({ stream, events, decided: null }, snapshot);
};

/**
 * Records the withdrawal of all prices of cards that no file shows any more. `taken` is the snapshot that an earlier
 * attempt took of the set under this stamp: its event is in the log, so that it names no further keys.
 */
export const recordWithdrawn = async (
  recording: Recording,
  snapshot: SetSnapshot,
  cardIds: readonly string[],
  taken: Pick<TakenSnapshot, 'withheldKeys'>,
): Promise<void> => {
  const heldNow = new Set(taken.withheldKeys);
  const withheld = withheldOf(recording, snapshot.setId, absent(cardIds), heldNow);
  snapshot.withhold(withheld.filter((key) => !heldNow.has(key)));
  await writeWithdrawn(recording, snapshot, cardIds, new Set(withheld));
};

/** Records that every set's list dropped a set: all prices of its cards end. Nothing is held back. */
export const recordSetGone = (recording: Recording, snapshot: SetSnapshot, cardIds: readonly string[]): Promise<void> =>
  writeWithdrawn(recording, snapshot, cardIds, new Set());
