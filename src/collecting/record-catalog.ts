/** Records sets and cards as the source lists them. */
import { factsOfCards } from '../../projections/catalog/listed.js';
import { scopeKey } from '../domain/cards/facts.js';
import type { NewEvent } from '../domain/envelope.js';
import { cardStream, setStream } from '../domain/streams.js';
import { decideCatalogCard, decideSet, withdrawCard, withdrawSet } from './decide-catalog.js';
import { inOrder, listedIn } from './received-files.js';
import { decideOn, type Recording, type Subject } from './recording.js';
import type { SetSnapshot } from './set-snapshot.js';
import { ownerOf, vanishedSets } from './withdrawals.js';

/** Returns the events of a decision on a set or card: one or none. */
const decided = (recording: Recording, subject: Subject, decide: () => NewEvent | null): readonly NewEvent[] =>
  decideOn(recording, subject, () => {
    const event = decide();
    return { events: event === null ? [] : [event] };
  })?.events ?? [];

/** Returns whether a set or card stands in the catalog as another source states it that goes first. */
const isLed = ({ leading }: Recording, known: { source: string; withdrawn: boolean } | undefined): boolean =>
  known !== undefined && !known.withdrawn && leading.has(known.source);

/** Records the lists of sets. Only a whole list withdraws sets. */
export const recordSets = async (recording: Recording): Promise<void> => {
  const { context, known, files, seenLast, writer } = recording;
  const { run } = context;
  for (const { list, file } of files.lists) {
    for (const set of list.sets) {
      if (isLed(recording, known.sets.get(set.set_id))) continue;
      const subject = { file: file.path, setId: set.set_id, id: set.set_id };
      const events = decided(recording, subject, () => decideSet(run, set, known.sets.get(set.set_id)));
      if (events.length > 0) await writer.add({ stream: setStream(set.set_id), events, decided: null }, null);
    }
    if (!list.whole) continue;
    for (const setId of vanishedSets(list, known, run.source, seenLast).gone) {
      await writer.add({ stream: setStream(setId), events: [withdrawSet(run, setId)], decided: null }, null);
    }
  }
};

/**
 * Records the cards of a set that its catalog files list. Their facts are loaded set by set: the attributes of all cards
 * would take 100 MB.
 */
export const recordCards = async (recording: Recording, setId: string, snapshot: SetSnapshot | null): Promise<void> => {
  const { context, known, files, seen, listings, writer } = recording;
  for (const part of inOrder(files.cards.get(setId) ?? [])) {
    const lists = (await recording.read(part)).cards ?? [];
    const cards = lists.filter((list) => list.setId === setId).flatMap((list) => list.cards);
    const facts = await factsOfCards(
      context.database,
      cards.map(({ card_id }) => card_id),
    );
    for (const card of cards) {
      // Listed here, but priced only in another set: that set will list it, or the move is not over yet. Without a price
      // the lists decide alike: a card that two sets list would otherwise move every day.
      const sets = seen.get(card.card_id) ?? listings.get(card.card_id) ?? [setId];
      const knownSet = known.cards.get(card.card_id)?.setId ?? null;
      if (ownerOf(sets, knownSet) !== setId || isLed(recording, known.cards.get(card.card_id))) continue;
      const subject = { file: part.file.path, setId, id: card.card_id };
      const event = () => decideCatalogCard(context.run, card, facts.get(card.card_id));
      const events = decided(recording, subject, event);
      if (events.length === 0) continue;
      await writer.add({ stream: cardStream(card.card_id), events, decided: null }, snapshot);
    }
  }
};

/** Withdraws cards that no set lists or prices, where the cards of every set of the scope are at hand. */
export const recordCardsGone = async (recording: Recording, complete: ReadonlySet<string>): Promise<void> => {
  const { context, known, files, seen, writer } = recording;
  const { run } = context;
  const listed = new Set([...files.cards.values()].flatMap((parts) => parts.flatMap(({ cardIds }) => cardIds)));
  for (const { list } of files.lists) {
    const scope = scopeKey(list.scope);
    const isWhole = (setId: string): boolean => files.cards.get(setId)?.every(({ whole }) => whole) === true;
    if (!complete.has(scope) || !listedIn(list).every(isWhole)) continue;
    for (const [cardId, card] of known.cards) {
      if (card.withdrawn || card.source !== run.source) continue;
      const set = known.sets.get(card.setId);
      if (set === undefined || scopeKey(set) !== scope || listed.has(cardId) || seen.has(cardId)) continue;
      await writer.add({ stream: cardStream(cardId), events: [withdrawCard(run, cardId)], decided: null }, null);
    }
  }
};
