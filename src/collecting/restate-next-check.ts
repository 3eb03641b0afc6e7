/**
 * Keeps what later checks have proven when a day of the past is recorded. A price that does not change is not recorded again,
 * so a check of the source after the imported day may rest on a fact from before it. The day's new fact would be taken for
 * what that check saw. So what had stood is stated again under the stamp of the check, which proved it.
 *
 * Rejected: to import only days before the first check, because a ledger that was away for a week would never get that week.
 */
import { firstChecksAfter, type LaterCheck } from '../../projections/coverage/checks-after.js';
import { pricesOfSourceAt } from '../../projections/price-history/prices-of-source-at.js';
import type { NewEvent } from '../domain/envelope.js';
import { priceObserved, priceWithdrawn } from '../domain/prices/price-events.js';
import { samePriceNumbers } from '../domain/prices/price-numbers.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import { collectionStream, priceStream } from '../domain/streams.js';
import type { RunContext } from './collection.js';
import { createEventWriter } from './event-writer.js';
import type { KnownState, ShownPrice } from './known-state.js';
import { metadataOf, startedId } from './run-events.js';

/** A price at an instant; `null`: the source had never shown it. */
type Standing = Pick<ShownPrice, 'numbers' | 'withdrawn'> | null;

const isShown = (price: Standing): price is NonNullable<Standing> => price !== null && !price.withdrawn;

/** Returns whether two prices say the same: a price that was never shown is as absent as one that was withdrawn. */
const areSame = (a: Standing, b: Standing): boolean =>
  isShown(a) && isShown(b) ? samePriceNumbers(a.numbers, b.numbers) : isShown(a) === isShown(b);

/** Creates the event that states `before` under the stamp of a check. */
const restated = (key: PriceKey, before: Standing, check: LaterCheck, runId: string): NewEvent => {
  const shared = { effective_at: check.at, collection: runId, provenance: check.eventId };
  return isShown(before)
    ? priceObserved({ ...key, ...before.numbers, sample_size: null, ...shared })
    : priceWithdrawn({ ...key, ...shared });
};

/**
 * States again what the day of the run changed and the next check of its set had seen otherwise. `before` is the state
 * before the day; the read models must have caught up with the day's events. Returns the number of prices.
 */
export const restateNextCheck = async (
  context: RunContext,
  before: KnownState,
  setIds: ReadonlySet<string>,
): Promise<number> => {
  const { database, run, source } = context;
  const checks = await firstChecksAfter(database, source.name, run.stamp);
  if (![...setIds].some((setId) => checks.has(setId))) return 0;
  const after = await pricesOfSourceAt(database, source.name, run.stamp, { strictlyBefore: false });
  const atCheck = new Map<string, Map<string, string>>();
  /** Returns the instant of the newest fact of each key at the check. */
  const factsAt = async (at: string): Promise<Map<string, string>> => {
    const known = atCheck.get(at);
    if (known !== undefined) return known;
    const prices = await pricesOfSourceAt(database, source.name, at, { strictlyBefore: false });
    const facts = new Map(prices.map(({ priceKey, effectiveAt }) => [priceKey, effectiveAt]));
    atCheck.set(at, facts);
    return facts;
  };
  const writer = createEventWriter({
    ...context,
    metadata: metadataOf(context, run, startedId(run.runId)),
    collection: collectionStream(run.source, run.scope),
  });
  const byCard = new Map<string, NewEvent[]>();
  for (const { priceKey, key, setId, effectiveAt, ...now } of after) {
    // Only what the day itself stated may overlay a later check.
    if (Date.parse(effectiveAt) !== Date.parse(run.stamp) || setId === null) continue;
    const check = checks.get(setId);
    if (check === undefined || check.withheldKeys.includes(priceKey)) continue;
    const stood = before.prices.get(key.card_id)?.prices.get(priceKey) ?? null;
    if (areSame(stood, now)) continue;
    const factAt = (await factsAt(check.at)).get(priceKey);
    if (factAt !== undefined && Date.parse(factAt) > Date.parse(run.stamp)) continue;
    const events = byCard.get(key.card_id) ?? [];
    byCard.set(key.card_id, events);
    events.push(restated(key, stood, check, run.runId));
  }
  for (const [cardId, events] of byCard) {
    await writer.add({ stream: priceStream(cardId), events, decided: null }, null);
  }
  await writer.flush();
  return [...byCard.values()].reduce((sum, events) => sum + events.length, 0);
};
