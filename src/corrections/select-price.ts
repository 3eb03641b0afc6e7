/** Finds the price that a person means: the card, the key and the time. Whatever is not clear is answered with what there is. */
import { ledgerError } from '../base/errors.js';
import type { LedgerEventOf } from '../domain/envelope.js';
import { dayMs, instantOf, isInCalendar } from '../domain/instant.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import { gradeText, priceKeyText, printingOf } from '../domain/prices/price-key.js';
import { cardStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';
import { invalid, refused, unknownCard } from '../commands/command.js';
import { countingAt, countingBefore, type KeyFacts, keyLabel, type PriceFact, type PriceFacts } from './price-facts.js';

/** Names a price. What one card has one of need not be named. */
export interface PriceSelector {
  /** The source's word or its slug; dashes, blanks and case do not matter. */
  readonly printing?: string | undefined;
  readonly source?: string | undefined;
  readonly kind?: string | undefined;
  readonly condition?: string | undefined;
  /** Grader, grade and qualifier as one text: `PSA 10`; `none` for an ungraded card. */
  readonly grade?: string | undefined;
  readonly language?: string | undefined;
  readonly currency?: string | undefined;
  /** The stamp of an observation, or the UTC day of one. */
  readonly at?: string | undefined;
  /** Id of an observation, a correction or a withdrawal. */
  readonly observationId?: string | undefined;
}

/** Returns text as printings and other words are compared. */
const folded = (text: string): string => printingOf(text.normalize('NFKC')).slug.replaceAll('-', '');

/** The parts of a key that a selector names: option → its value in the key. */
const parts: { readonly [name in keyof PriceSelector]?: (key: PriceKey) => string } = {
  printing: ({ printing }) => printing.name,
  source: ({ source }) => source,
  kind: ({ kind }) => kind,
  condition: ({ condition }) => condition ?? 'none',
  grade: ({ grade }) => gradeText(grade),
  language: ({ language }) => language ?? 'none',
  currency: ({ currency }) => currency,
};
const partNames = Object.keys(parts) as (keyof PriceSelector)[];

const valueOf = (name: keyof PriceSelector, key: PriceKey): string => parts[name]?.(key) ?? '';

const distinct = (values: readonly string[]): string => [...new Set(values)].sort().join(', ');

/** Returns the one key that fits. Throws VALIDATION_FAILED with the keys there are if none or several do. */
const selectKey = (cardId: string, facts: PriceFacts, selector: PriceSelector): KeyFacts => {
  let fitting = [...facts.keys.values()];
  for (const name of partNames) {
    const wanted = selector[name];
    if (wanted === undefined) continue;
    const rest = fitting.filter(({ key }) => folded(valueOf(name, key)) === folded(wanted));
    if (rest.length === 0) {
      const there = distinct(fitting.map(({ key }) => valueOf(name, key)));
      throw invalid(name, `${cardId} has no price of ${name} "${wanted}"; there is ${there}`);
    }
    fitting = rest;
  }
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const open = partNames.find(
    (name) => selector[name] === undefined && new Set(fitting.map(({ key }) => valueOf(name, key))).size > 1,
  );
  const labels = fitting.map(({ key }) => keyLabel(key)).sort();
  throw invalid(open ?? 'printing', `${cardId} has several prices; name one of ${labels.join('; ')}`);
};

interface Span {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

/** Returns the day or the instant that a text names. Throws VALIDATION_FAILED. */
const spanOf = (text: string): Span => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const fromMs = (isDay || isInstant) && isInCalendar(text.slice(0, 10)) ? Date.parse(text) : NaN;
  if (Number.isNaN(fromMs)) {
    throw invalid('at', `expected a day or a time such as 2025-10-01 or 2025-10-01T20:05:33Z, got "${text}"`);
  }
  return { fromMs, toMs: isDay ? fromMs + dayMs : fromMs + 1 };
};

const instantText = (ms: number): string => instantOf(new Date(ms));

/** Returns OBSERVATION_NOT_FOUND. */
const notFound = (field: string, detail: string): Error =>
  ledgerError('OBSERVATION_NOT_FOUND', detail, { details: { [field]: detail } });

/** Says that nothing was observed at a time, and what stood then: to correct that is another decision. */
const nothingAt = (facts: KeyFacts, at: string, span: Span): Error => {
  const stood = countingBefore(facts, span.toMs);
  const label = `${facts.key.card_id} ${keyLabel(facts.key)}`;
  if (stood === undefined) return notFound('at', `${label} has no price up to ${at}`);
  const since = `the price that stood then is that of ${stood.effectiveAt}, unchanged since`;
  return notFound('at', `nothing was observed of ${label} at ${at}: ${since}; name that time to change it`);
};

/** Returns the fact that counts at the time named; `undefined` if its instant was voided as a whole. */
const factAt = (facts: KeyFacts, at: string): { readonly atMs: number; readonly fact: PriceFact | undefined } => {
  const span = spanOf(at);
  const within = [...facts.instants].filter(([ms]) => ms >= span.fromMs && ms < span.toMs);
  const counting = within.filter(([, all]) => all.length > 0);
  if (counting.length > 1) {
    const times = counting.map(([ms, all]) => `${instantText(ms)} (${all.at(-1)?.observationId ?? ''})`).sort();
    throw invalid('at', `several prices were observed on ${at}; name one of ${times.join(', ')}`);
  }
  const [one] = counting.length === 1 ? counting : within;
  if (one === undefined) throw nothingAt(facts, at, span);
  return { atMs: one[0], fact: countingAt(facts, one[0]) };
};

/** Returns the card's price that a command without a time is about: the newest one. */
const newestFact = (facts: KeyFacts): PriceFact => {
  const newest = countingBefore(facts, Infinity);
  if (newest !== undefined) return newest;
  throw notFound('printing', `${facts.key.card_id} ${keyLabel(facts.key)} has no price: every one was voided`);
};

/** Returns the fact with this id. Throws OBSERVATION_NOT_FOUND, and CORRECTION_REFUSED for a row in quarantine. */
const factById = (cardId: string, facts: PriceFacts, selector: PriceSelector, id: string): PriceFact => {
  const fact = facts.facts.get(id);
  if (fact === undefined) {
    if (facts.quarantined.has(id) && !facts.settled.has(id)) {
      throw refused('observation_id', `${id} is a row in quarantine and no price: release or reject it`);
    }
    throw notFound('observation_id', `${cardId} has no observation ${id}`);
  }
  for (const name of partNames) {
    const [wanted, is] = [selector[name], valueOf(name, fact.key)];
    if (wanted !== undefined && folded(wanted) !== folded(is)) throw invalid(name, `observation ${id} is of ${is}`);
  }
  if (selector.at === undefined) return fact;
  const { fromMs, toMs } = spanOf(selector.at);
  const atMs = Date.parse(fact.effectiveAt);
  if (atMs < fromMs || atMs >= toMs) throw invalid('at', `observation ${id} is of ${fact.effectiveAt}`);
  return fact;
};

/** What a selector names: the key, the instant, and the fact if one counts there or was named by its id. */
export interface Selection {
  readonly facts: KeyFacts;
  readonly atMs: number;
  /** The fact with the id that was named; else the one that counts. */
  readonly fact: PriceFact | undefined;
  /** The fact that counts at the instant. */
  readonly counting: PriceFact | undefined;
}

/**
 * Returns what the selector names; without a time the newest price. Throws VALIDATION_FAILED naming the candidates,
 * OBSERVATION_NOT_FOUND or CORRECTION_REFUSED.
 */
export const selectPrice = (cardId: string, facts: PriceFacts, selector: PriceSelector): Selection => {
  const { at, observationId } = selector;
  if (facts.keys.size === 0) throw notFound('card_id', `${cardId} has no price`);
  if (observationId !== undefined) {
    const fact = factById(cardId, facts, selector, observationId.toLowerCase());
    const ofKey = facts.keys.get(priceKeyText(fact.key)) as KeyFacts;
    const atMs = Date.parse(fact.effectiveAt);
    return { facts: ofKey, atMs, fact, counting: countingAt(ofKey, atMs) };
  }
  const ofKey = selectKey(cardId, facts, selector);
  if (at === undefined) {
    const fact = newestFact(ofKey);
    return { facts: ofKey, atMs: Date.parse(fact.effectiveAt), fact, counting: fact };
  }
  const { atMs, fact } = factAt(ofKey, at);
  return { facts: ofKey, atMs, fact, counting: fact };
};

/** Returns the last void of a key's instant; `undefined` if there was none. */
export const lastVoidAt = (
  { voids }: PriceFacts,
  key: PriceKey,
  atMs: number,
): LedgerEventOf<'ObservationVoided'> | undefined =>
  voids.findLast(({ data }) => priceKeyText(data) === priceKeyText(key) && Date.parse(data.effective_at) === atMs);

/**
 * Checks that the prices of a card may be put right. Throws VALIDATION_FAILED, CARD_NOT_FOUND, and CORRECTION_REFUSED if
 * the card was merged: its prices are those of the other card now.
 */
export const checkCard = async (
  log: Pick<EventLog, 'readStream'>,
  cardId: string,
  facts: PriceFacts,
): Promise<void> => {
  let isListed = false;
  for await (const recorded of streamEvents(log, cardStream(cardId))) {
    isListed = true;
    const event = decodeEvent(recorded);
    if (event.type !== 'CardMerged') continue;
    const { merged_into } = event.data;
    throw refused('card_id', `${cardId} was merged into ${merged_into}: put the prices of ${merged_into} right`);
  }
  if (!isListed && facts.revision < 0) throw unknownCard(cardId);
};
