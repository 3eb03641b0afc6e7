/** Merges a card into another: the same product was listed twice, or its id moved. The old id leads to the new card. */
import { findCards, type ListedCard } from '../../projections/catalog/queries.js';
import { mergedCards } from '../../projections/catalog/id-changes.js';
import type { LedgerEventOf } from '../domain/envelope.js';
import { isSimulated } from '../domain/source.js';
import { cardStream } from '../domain/streams.js';
import {
  cardIdOf,
  checkOrder,
  commandEvent,
  type CorrectionDeps,
  type Decision,
  decideAndAppend,
} from '../commands/command.js';
import { type Ordered, type RecordedCommand, refused, unknownCard } from '../commands/command.js';
import { readCardStream, underCardLock } from '../commands/card-commands.js';

export interface MergeCardsInput extends Ordered {
  readonly cardId: string;
  /** If this card was merged itself, the one that it is now takes its place. */
  readonly intoCardId: string;
}

export interface MergedCards {
  readonly card_id: string;
  readonly merged_into: string;
}

/** Throws CORRECTION_REFUSED if the two cards cannot be one. */
const checkPair = (card: ListedCard, into: ListedCard): void => {
  const [from, to] = [card.card_id, into.card_id];
  if (card.tcg_type !== into.tcg_type) {
    throw refused('into', `${from} is a card of ${card.tcg_type} and ${to} one of ${into.tcg_type}`);
  }
  if (isSimulated(card.source) !== isSimulated(into.source)) {
    throw refused('into', `one of ${from} (${card.source}) and ${to} (${into.source}) is simulated`);
  }
};

const decide = (
  input: MergeCardsInput,
  events: Awaited<ReturnType<typeof readCardStream>>,
  into: string,
): Decision<MergedCards> => {
  const { cardId, reason } = input;
  const { revision } = events;
  const earlier = events.all.find((event): event is LedgerEventOf<'CardMerged'> => event.type === 'CardMerged');
  if (earlier === undefined) {
    const data = { card_id: cardId, merged_into: into, reason };
    return {
      revision,
      answer: { card_id: cardId, merged_into: into },
      event: commandEvent('CardMerged', data, revision),
    };
  }
  const { id, position, recorded_at, data } = earlier;
  // The target may have been merged since: its end is the same.
  if (data.merged_into === into || data.merged_into === input.intoCardId) {
    return { revision, answer: { card_id: cardId, merged_into: data.merged_into }, recorded: { id, position } };
  }
  throw refused('card_id', `${cardId} was merged into ${data.merged_into} at ${recorded_at} already: ${data.reason}`);
};

/**
 * Appends a CardMerged event. Alerts on the old card follow the new one. Throws VALIDATION_FAILED, CARD_NOT_FOUND,
 * CORRECTION_REFUSED, LOG_BUSY.
 */
export const mergeCards = async (
  deps: CorrectionDeps,
  input: MergeCardsInput,
): Promise<RecordedCommand & MergedCards> => {
  const ordered = { ...input, ...checkOrder(input) };
  const cardId = cardIdOf('card_id', input.cardId);
  const intoCardId = cardIdOf('into', input.intoCardId);
  if (cardId === intoCardId) throw refused('into', `${cardId} cannot be merged into itself`);
  return underCardLock(deps, () =>
    decideAndAppend(deps, { type: 'CardMerged', stream: cardStream(cardId), actor: ordered.actor }, async () => {
      await deps.caughtUp(['catalog']);
      const cards = new Map(
        (await findCards(deps.database, [cardId, intoCardId])).map((card) => [card.card_id, card] as const),
      );
      const [card, given] = [cards.get(cardId), cards.get(intoCardId)];
      if (card === undefined) throw unknownCard(cardId);
      if (given === undefined) throw unknownCard(intoCardId);
      checkPair(card, given);
      const end = (await mergedCards(deps.database, [intoCardId])).get(intoCardId)?.cardId ?? intoCardId;
      if (end === cardId) throw refused('into', `${intoCardId} was merged into ${cardId}: the two would form a circle`);
      return decide({ ...ordered, cardId, intoCardId }, await readCardStream(deps, cardId), end);
    }),
  );
};
