/** A sample of what an alert would say, sent at once through its channels: no alert fires. */
import type { AlertView } from '../domain/alerts/alert-view.js';
import type { Runtime } from '../base/runtime.js';
import { matchesKey } from '../domain/alerts/rule.js';
import { startPosition } from '../domain/envelope.js';
import { instantOf } from '../domain/instant.js';
import { isSimulated } from '../domain/source.js';
import { type Currency, parseAmount } from '../domain/prices/money.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import type { Database } from '../postgres/database.js';
import { findCards } from '../../projections/catalog/queries.js';
import { latestPricesOfCard, type Price } from '../../projections/latest-prices/queries.js';
import { channelsOfUser } from './channels.js';
import type { FiringContent } from './notification.js';
import { enqueue } from './queue.js';

export interface TestAlertDeps {
  /** The primary. */
  readonly database: Database;
  readonly queries: Database;
  readonly runtime: Runtime;
}

const keyOf = (cardId: string, price: Price): PriceKey => ({
  card_id: cardId,
  source: price.source,
  kind: price.kind,
  printing: { name: price.printing, slug: price.printing_slug },
  condition: price.condition,
  grade: price.grade,
  language: price.language,
  currency: price.currency,
});

/** Returns an amount of an answer in minor units again, digit by digit. */
const minorUnits = (amount: number | null, currency: Currency): number | null => {
  if (amount === null) return null;
  const parsed = parseAmount(String(amount), currency);
  return parsed.ok ? parsed.value : null;
};

const fieldOf = {
  market: 'market_price',
  low: 'low_price',
  mid: 'mid_price',
  direct_low: 'direct_low_price',
} as const;

/** Returns the sample: of the newest price that the rule is about; `null` if there is none. */
const sampleOf = async ({ queries, runtime }: TestAlertDeps, alert: AlertView): Promise<FiringContent | null> => {
  const { rule, alertId, ruleVersion } = alert;
  const cardId = rule.card_id;
  const now = runtime.now();
  const prices = await latestPricesOfCard(queries, cardId, now);
  const price = prices.find((each) => !each.withdrawn && matchesKey(rule, keyOf(cardId, each)));
  if (price === undefined) return null;
  const [card] = await findCards(queries, [cardId]);
  const cause = { event_id: price.event_id ?? runtime.uuid(), position: startPosition };
  return {
    type: 'alert.triggered',
    firing: {
      alert_id: alertId,
      rule_version: ruleVersion,
      ...keyOf(cardId, price),
      metric: rule.metric,
      price: minorUnits(price[fieldOf[rule.metric]], price.currency),
      effective_at: instantOf(new Date(price.effective_at)),
      triggering: cause,
      occasion: 'crossing',
      previous: null,
      reference: null,
      measured_from: null,
    },
    when: rule.when,
    card: { name: card?.name ?? cardId, set_name: card?.set_info?.name ?? null, number: card?.number ?? null },
    simulated: isSimulated(price.source),
    sample: true,
  };
};

/**
 * Queues a sample to each channel of the alert that is on, or of its owner if it names none. Returns the ids of the
 * notifications: none if no channel is on, `null` if there is no price to speak of.
 */
export const queueAlertTest = async (deps: TestAlertDeps, alert: AlertView): Promise<readonly string[] | null> => {
  const content = await sampleOf(deps, alert);
  if (content === null) return null;
  const { database, runtime } = deps;
  const channels = (await channelsOfUser(database, alert.owner)).filter(
    ({ id, enabled }) => enabled && (alert.channels.length === 0 || alert.channels.includes(id)),
  );
  const now = runtime.now().toISOString();
  const eventId = runtime.uuid();
  const notifications = channels.map(({ id: channelId, userId }) => ({
    ...{ id: runtime.uuid(), userId, channelId, type: content.type, eventId, alertId: alert.alertId, content },
    ...{ dueAt: now, digest: false, createdAt: now, cancelled: null },
  }));
  await database.transaction((client) => enqueue(client, notifications));
  return notifications.map(({ id }) => id);
};
