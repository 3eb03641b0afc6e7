/** Accepts or rejects what the matcher proposed for a product of another marketplace. */
import { mergedCards } from '../../projections/catalog/id-changes.js';
import { cardsWithExternalId, findCards } from '../../projections/catalog/queries.js';
import { ledgerError } from '../base/errors.js';
import { readCardStream, underCardLock } from '../commands/card-commands.js';
import {
  cardIdOf,
  checkOrder,
  commandEvent,
  type CorrectionDeps,
  type Decision,
  decideAndAppend,
  invalid,
  type Ordered,
  type RecordedCommand,
  unknownCard,
} from '../commands/command.js';
import { type MappedExternalId, mapExternalId } from '../commands/map-external-id.js';
import { cardStream } from '../domain/streams.js';
import { settleReview, waitingProduct, type WaitingProduct } from './reviews.js';

export interface ReviewDecision extends Ordered {
  /** The marketplace, and its id of the product. */
  readonly system: string;
  readonly externalId: string;
  /** The card that is accepted or rejected; left out where the product has one candidate. */
  readonly cardId?: string | undefined;
}

const findWaiting = async (deps: CorrectionDeps, { system, externalId }: ReviewDecision): Promise<WaitingProduct> => {
  const waiting = await waitingProduct(deps.database, system, externalId);
  if (waiting !== null) return waiting;
  throw ledgerError('REVIEW_NOT_FOUND', `no product ${externalId} of ${system} waits for a decision`, {
    details: { external_id: `${externalId} does not wait` },
  });
};

const onlyCandidate = ({ candidates }: WaitingProduct): string => {
  const [first] = candidates;
  if (first !== undefined && candidates.length === 1) return first.card_id;
  const names = candidates.map(({ card_id }) => card_id).join(', ');
  throw invalid('card_id', `expected one card; the candidates are ${names}`);
};

const evidenceOf = ({ name, candidates }: WaitingProduct, cardId: string): string => {
  const candidate = candidates.find(({ card_id }) => card_id === cardId);
  const said = candidate === undefined ? 'no candidate' : `score ${candidate.score}: ${candidate.reasons.join('; ')}`;
  return `"${name}", ${said}`.slice(0, 1_000);
};

/**
 * Records that a product that waits is a card, a candidate or not. Throws REVIEW_NOT_FOUND, VALIDATION_FAILED, CARD_NOT_FOUND,
 * CORRECTION_REFUSED, LOG_BUSY.
 */
export const acceptReview = async (
  deps: CorrectionDeps,
  decision: ReviewDecision,
): Promise<RecordedCommand & MappedExternalId> => {
  const { system, externalId, reason, actor } = { ...decision, ...checkOrder(decision) };
  const waiting = await findWaiting(deps, decision);
  const cardId = decision.cardId ?? onlyCandidate(waiting);
  const evidence = evidenceOf(waiting, cardId);
  const done = await mapExternalId(deps, { cardId, system, externalId, evidence, reason, actor });
  await settleReview(deps.database, system, externalId);
  return done;
};

export interface RejectedId {
  readonly card_id: string;
  readonly system: string;
  readonly external_id: string;
}

const rejectCard = (
  deps: CorrectionDeps,
  { system, externalId: external_id, reason, actor }: ReviewDecision,
  card_id: string,
): Promise<RecordedCommand & RejectedId> => {
  const stream = cardStream(card_id);
  return decideAndAppend(
    deps,
    { type: 'ExternalIdRejected', stream, actor },
    async (): Promise<Decision<RejectedId>> => {
      const { revision, all } = await readCardStream(deps, card_id);
      const answer = { card_id, system, external_id };
      const last = all.findLast(
        ({ type, data }) =>
          (type === 'ExternalIdRejected' || type === 'ExternalIdMapped') &&
          data.system === system &&
          data.external_id === external_id,
      );
      if (last?.type === 'ExternalIdRejected') {
        return { revision, answer, recorded: { id: last.id, position: last.position } };
      }
      return { revision, answer, event: commandEvent('ExternalIdRejected', { ...answer, reason }, revision) };
    },
  );
};

/** Returns the cards that are mapped to a product; of one that was merged also the card that it is now. */
const cardsMappedTo = async (
  { database }: CorrectionDeps,
  { system, externalId }: ReviewDecision,
): Promise<readonly string[]> => {
  const holders = (await cardsWithExternalId(database, system, externalId)).map(({ card_id }) => card_id);
  const ends = [...(await mergedCards(database, holders)).values()].map(({ cardId }) => cardId);
  return [...new Set([...holders, ...ends])];
};

/** Returns the cards that a decision rejects: those mapped to the product, else its candidates, or the one that is named. */
const cardsToReject = async (deps: CorrectionDeps, decision: ReviewDecision): Promise<readonly string[]> => {
  const { cardId: named } = decision;
  const mapped = await cardsMappedTo(deps, decision);
  if (mapped.length === 0) {
    const { candidates } = await findWaiting(deps, decision);
    return named === undefined ? candidates.map(({ card_id }) => card_id) : [named];
  }
  if (named !== undefined && !mapped.includes(named)) {
    throw invalid('card_id', `expected the card that the product is mapped to: ${mapped.join(', ')}`);
  }
  return mapped;
};

/**
 * Records that a product is not the card that it is mapped to, which ends the mapping; or, of a product that waits, that it is
 * not the card named, or none of its candidates. The matcher proposes them no more. Returns what was recorded for each. Throws
 * REVIEW_NOT_FOUND, VALIDATION_FAILED, CARD_NOT_FOUND, LOG_BUSY.
 */
export const rejectReview = async (
  deps: CorrectionDeps,
  given: ReviewDecision,
): Promise<readonly (RecordedCommand & RejectedId)[]> => {
  const cardId = given.cardId === undefined ? undefined : cardIdOf('card_id', given.cardId);
  const decision = { ...given, ...checkOrder(given), cardId };
  return underCardLock(deps, async () => {
    await deps.caughtUp(['catalog']);
    const cards = await cardsToReject(deps, decision);
    const known = new Set((await findCards(deps.database, cards)).map(({ card_id }) => card_id));
    const unknown = cards.find((card) => !known.has(card));
    if (unknown !== undefined) throw unknownCard(unknown);
    const done: (RecordedCommand & RejectedId)[] = [];
    for (const card of cards) done.push(await rejectCard(deps, decision, card));
    await settleReview(deps.database, decision.system, decision.externalId);
    return done;
  });
};
