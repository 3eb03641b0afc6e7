/** Records sets and cards as the source lists them. */
import { factsOfCards } from '../../projections/catalog/listed.js';
import { scopeKey } from '../domain/cards/facts.js';
import { cardStream, setStream } from '../domain/streams.js';
import { decideCatalogCard, decideSet, withdrawCard, withdrawSet } from './decide-catalog.js';
import { inOrder } from './received-files.js';
import type { Recording } from './recording.js';
import type { SetSnapshot } from './set-snapshot.js';
import { ownerOf, vanishedSets } from './withdrawals.js';

/** Records the lists of sets. Only a whole list withdraws sets. */
export const recordSets = async ({ context, known, files, writer }: Recording): Promise<void> => {
  const { run } = context;
  for (const { list } of files.lists) {
    for (const set of list.sets) {
      const event = decideSet(run, set, known.sets.get(set.set_id));
      if (event !== null) await writer.add({ stream: setStream(set.set_id), events: [event], decided: null }, null);
    }
    if (!list.whole) continue;
    for (const setId of vanishedSets(list, known, run.source)) {
      await writer.add({ stream: setStream(setId), events: [withdrawSet(run, setId)], decided: null }, null);
    }
  }
};

/**
 * Records the cards of a set that its catalog files list. Their facts are loaded set by set: the attributes of all cards
 * would take 100 MB.
 */
export const recordCards = async (recording: Recording, setId: string, snapshot: SetSnapshot | null): Promise<void> => {
  const { context, known, files, seen, writer } = recording;
  for (const part of inOrder(files.cards.get(setId) ?? [])) {
    const lists = (await recording.read(part)).cards ?? [];
    const cards = lists.filter((list) => list.setId === setId).flatMap((list) => list.cards);
    const facts = await factsOfCards(
      context.database,
      cards.map(({ card_id }) => card_id),
    );
    for (const card of cards) {
      // Listed here, but priced only in another set: that set will list it, or the move is not over yet.
      const priced = seen.get(card.card_id);
      const knownSet = known.cards.get(card.card_id)?.setId ?? null;
      if (priced !== undefined && ownerOf(priced, knownSet) !== setId) continue;
      const event = decideCatalogCard(context.run, card, facts.get(card.card_id));
      if (event === null) continue;
      await writer.add({ stream: cardStream(card.card_id), events: [event], decided: null }, snapshot);
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
    if (!complete.has(scope) || !list.sets.every(({ set_id }) => isWhole(set_id))) continue;
    for (const [cardId, card] of known.cards) {
      if (card.withdrawn || card.source !== run.source) continue;
      const set = known.sets.get(card.setId);
      if (set === undefined || scopeKey(set) !== scope || listed.has(cardId) || seen.has(cardId)) continue;
      await writer.add({ stream: cardStream(cardId), events: [withdrawCard(run, cardId)], decided: null }, null);
    }
  }
};
