/** Corrects an observed price: what should have stood from its stamp on. The observation stays in the log. */
import type { Currency } from '../domain/prices/money.js';
import { currencyDecimals, parseAmount } from '../domain/prices/money.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import { priceNumbers, type PriceNumbers, samePriceNumbers } from '../domain/prices/price-numbers.js';
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
import { keyLabel, type PriceFact, type PriceFacts, readPriceFacts } from './price-facts.js';
import { checkCard, lastVoidAt, type PriceSelector, selectPrice } from './select-price.js';

/** New numbers in major units, `12.5` or `"12.50"`; `null`: the source has none. What is left out stays as it is. */
export type AmountsGiven = { readonly [name in keyof PriceNumbers]?: string | number | null | undefined };

export interface CorrectPriceInput extends Ordered {
  readonly cardId: string;
  readonly price: PriceSelector;
  readonly numbers: AmountsGiven;
}

export interface CorrectedPrice {
  readonly card_id: string;
  readonly key: PriceKey;
  /** The observation that is corrected. */
  readonly observation_id: string;
  readonly effective_at: string;
  /** Minor units. */
  readonly before: PriceNumbers;
  readonly after: PriceNumbers;
}

const reasonsOfAmount = {
  not_a_decimal: 'expected an amount such as 12.50, or null',
  negative: 'expected no negative amount',
  out_of_range: 'expected at most 20,000,000.00',
} as const;

/** Returns an amount in minor units. Throws VALIDATION_FAILED naming the number. */
const amountOf = (name: string, given: string | number | null, currency: Currency): number | null => {
  if (given === null) return null;
  const amount = parseAmount(String(given).trim(), currency);
  if (amount.ok) {
    if (amount.value === 0) throw invalid(name, '0 is no price: expected an amount, or null for none');
    return amount.value;
  }
  const decimals = `expected at most ${currencyDecimals[currency]} decimals in ${currency}`;
  throw invalid(name, `${amount.reason === 'too_precise' ? decimals : reasonsOfAmount[amount.reason]}, got "${given}"`);
};

/** Returns the numbers after the correction. Throws VALIDATION_FAILED. */
const correctedNumbers = (before: PriceNumbers, given: AmountsGiven, currency: Currency): PriceNumbers => {
  const named = priceNumbers.filter((name) => given[name] !== undefined);
  if (named.length === 0) throw invalid('numbers', `expected at least one of ${priceNumbers.join(', ')}`);
  const changes = named.map((name) => [name, amountOf(name, given[name] ?? null, currency)] as const);
  const after: PriceNumbers = { ...before, ...Object.fromEntries(changes) };
  const { low, mid, high } = after;
  const isAbove = (a: number | null, b: number | null): boolean => a !== null && b !== null && a > b;
  if (isAbove(low, mid) || isAbove(mid, high) || isAbove(low, high)) {
    throw invalid('numbers', 'expected low, mid and high in this order, with the numbers that stay');
  }
  if (priceNumbers.every((name) => after[name] === null)) {
    throw invalid('numbers', 'no number would be left: void the observation instead');
  }
  return after;
};

/** Returns the fact that is to be corrected. Throws CORRECTION_REFUSED. */
const correctable = (cardId: string, facts: PriceFacts, price: PriceSelector): PriceFact => {
  const { fact, counting, facts: ofKey, atMs } = selectPrice(cardId, facts, price);
  const label = `${cardId} ${keyLabel(ofKey.key)}`;
  if (counting === undefined) {
    const voided = lastVoidAt(facts, ofKey.key, atMs);
    throw refused('at', `the price of ${label} was voided${voided === undefined ? '' : `: ${voided.data.reason}`}`);
  }
  if (fact !== undefined && fact.observationId !== counting.observationId) {
    throw refused('observation_id', `${fact.eventId} no longer counts: ${counting.eventId} took its place`);
  }
  if (counting.kind === 'withdrawn') {
    const how = 'there is no price to correct; void the withdrawal if it is wrong';
    throw refused('at', `${label} was withdrawn at ${counting.effectiveAt}: ${how}`);
  }
  return counting;
};

const decide = (input: CorrectPriceInput, facts: PriceFacts): Decision<CorrectedPrice> => {
  const { cardId, price, numbers, reason } = input;
  const counting = correctable(cardId, facts, price);
  const { key, effectiveAt: effective_at, observationId: observation_id, numbers: before } = counting;
  const after = correctedNumbers(before, numbers, key.currency);
  const { revision } = facts;
  if (samePriceNumbers(before, after)) {
    if (counting.kind !== 'corrected' || counting.reason !== reason) {
      throw refused('numbers', `these numbers stand already at ${effective_at}: there is nothing to correct`);
    }
    const of = facts.facts.get(observation_id)?.numbers ?? before;
    const answer = { card_id: cardId, key, observation_id, effective_at, before: of, after };
    return { revision, answer, recorded: { id: counting.eventId, position: counting.position } };
  }
  const data = { ...key, ...after, observation_id, effective_at, reason };
  const answer = { card_id: cardId, key, observation_id, effective_at, before, after };
  return { revision, answer, event: commandEvent('PriceCorrected', data, revision) };
};

/**
 * Appends a PriceCorrected event. Throws VALIDATION_FAILED, CARD_NOT_FOUND, OBSERVATION_NOT_FOUND, CORRECTION_REFUSED,
 * LOG_BUSY.
 */
export const correctPrice = async (
  deps: CorrectionDeps,
  input: CorrectPriceInput,
): Promise<RecordedCommand & CorrectedPrice> => {
  const ordered = { ...input, ...checkOrder(input), cardId: cardIdOf('card_id', input.cardId) };
  const command = { type: 'PriceCorrected', stream: priceStream(ordered.cardId), actor: ordered.actor } as const;
  return decideAndAppend(deps, command, async () => {
    const facts = await readPriceFacts(deps.log, ordered.cardId);
    await checkCard(deps.log, ordered.cardId, facts);
    return decide(ordered, facts);
  });
};
