/** Voids an observation: it never counted. What it stated stays in the log, and in answers of what was known before. */
import type { EventData } from '../domain/events.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import type { PriceNumbers } from '../domain/prices/price-numbers.js';
import { priceStream } from '../domain/streams.js';
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
  refused,
} from '../commands/command.js';
import {
  countingBefore,
  type KeyFacts,
  keyLabel,
  type PriceFact,
  type PriceFacts,
  readPriceFacts,
} from './price-facts.js';
import { checkCard, lastVoidAt, type PriceSelector, type Selection, selectPrice } from './select-price.js';

export interface VoidObservationInput extends Ordered {
  readonly cardId: string;
  /**
   * Names an observation by its id or its time. A time means the observation with its corrections; the id of a correction
   * means that correction alone, and the id of a withdrawal the withdrawal.
   */
  readonly price: PriceSelector;
}

type Standing = EventData<'ObservationVoided'>['standing'];

export interface VoidedObservation {
  readonly card_id: string;
  readonly key: PriceKey;
  readonly observation_id: string;
  readonly effective_at: string;
  /** What the observation stated, corrections included, in minor units; all `null` for a withdrawal. */
  readonly before: PriceNumbers;
  /** What holds without it; `null` if no price does. */
  readonly standing: Standing;
}

/** Returns what holds without `fact`: an earlier fact of the same instant, or the newest one before it. */
const standingWithout = (facts: KeyFacts, fact: PriceFact, atMs: number): Standing => {
  const left = (facts.instants.get(atMs) ?? []).filter(
    ({ eventId, kind, observationId }) =>
      eventId !== fact.eventId && !(kind === 'corrected' && observationId === fact.eventId),
  );
  const standing = left.at(-1) ?? countingBefore(facts, atMs);
  if (standing === undefined) return null;
  return {
    ...standing.numbers,
    effective_at: standing.effectiveAt,
    observation_id: standing.eventId,
    ...(standing.kind === 'withdrawn' ? { withdrawn: true as const } : {}),
  };
};

/** Returns the decision if the same void is in the log. Throws CORRECTION_REFUSED for another void of the same. */
const voidedBefore = (
  { cardId, price, reason }: VoidObservationInput,
  facts: PriceFacts,
  { facts: { key }, atMs, fact, counting }: Selection,
): Decision<VoidedObservation> | null => {
  const id = price.observationId === undefined ? undefined : fact?.eventId;
  const voided =
    id === undefined ? lastVoidAt(facts, key, atMs) : facts.voids.findLast(({ data }) => data.observation_id === id);
  if (voided === undefined) return null;
  // Observed again under the same stamp, after the void.
  if (id === undefined && counting !== undefined && counting.position > voided.position) return null;
  const { observation_id, effective_at, standing } = voided.data;
  if (voided.data.reason === reason) {
    const before = facts.facts.get(observation_id)?.numbers;
    if (before === undefined) return null;
    const answer = { card_id: cardId, key, observation_id, effective_at, before, standing };
    return { revision: facts.revision, answer, recorded: { id: voided.id, position: voided.position } };
  }
  if (id === undefined && counting !== undefined) return null;
  throw refused('observation_id', `${observation_id} of ${effective_at} is void already: ${voided.data.reason}`);
};

/** Returns the fact that is to be voided. Throws CORRECTION_REFUSED. */
const voidable = (cardId: string, facts: PriceFacts, price: PriceSelector, selection: Selection): PriceFact => {
  const { fact, counting, facts: ofKey } = selection;
  const label = `${cardId} ${keyLabel(ofKey.key)}`;
  if (counting === undefined || fact === undefined) {
    throw refused('at', `no price of ${label} counts at that time any more`);
  }
  // By time: the observation itself, with its corrections.
  const named = price.observationId === undefined ? (facts.facts.get(counting.observationId) ?? counting) : fact;
  const isCorrectionOfIt = counting.kind === 'corrected' && counting.observationId === named.eventId;
  if (counting.eventId !== named.eventId && !isCorrectionOfIt) {
    throw refused('observation_id', `${named.eventId} no longer counts: ${counting.eventId} took its place`);
  }
  return named;
};

const decide = (input: VoidObservationInput, facts: PriceFacts): Decision<VoidedObservation> => {
  const { cardId, price, reason } = input;
  const selection = selectPrice(cardId, facts, price);
  const before = voidedBefore(input, facts, selection);
  if (before !== null) return before;
  const fact = voidable(cardId, facts, price, selection);
  const { key, eventId: observation_id, effectiveAt: effective_at } = fact;
  const standing = standingWithout(selection.facts, fact, selection.atMs);
  const data = { ...key, observation_id, effective_at, standing, reason };
  const { revision } = facts;
  const stated = selection.counting?.numbers ?? fact.numbers;
  const answer = { card_id: cardId, key, observation_id, effective_at, before: stated, standing };
  return { revision, answer, event: commandEvent('ObservationVoided', data, revision) };
};

/**
 * Appends an ObservationVoided event, with what holds without the observation. Throws VALIDATION_FAILED, CARD_NOT_FOUND,
 * OBSERVATION_NOT_FOUND, CORRECTION_REFUSED, LOG_BUSY.
 */
export const voidObservation = async (
  deps: CorrectionDeps,
  input: VoidObservationInput,
): Promise<RecordedCommand & VoidedObservation> => {
  const ordered = { ...input, ...checkOrder(input), cardId: cardIdOf('card_id', input.cardId) };
  const { at, observationId } = ordered.price;
  if (at === undefined && observationId === undefined) throw invalid('at', 'expected a time, or an observation id');
  const command = { type: 'ObservationVoided', stream: priceStream(ordered.cardId), actor: ordered.actor } as const;
  return decideAndAppend(deps, command, async () => {
    const facts = await readPriceFacts(deps.log, ordered.cardId);
    await checkCard(deps.log, ordered.cardId, facts);
    return decide(ordered, facts);
  });
};
