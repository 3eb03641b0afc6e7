/** The alerts and watchlists of a user, where the account is exported. */
import { listAlerts, type StoredAlert } from '../../projections/alerts/queries.js';
import type { PersonalData } from '../accounts/accounts.js';
import { cardsOfLists, listsOfUser } from '../alerting/watchlists/store.js';
import { limits } from '../base/limits.js';
import type { Database } from '../postgres/database.js';

/** Reads pages until one is not full. */
const readPages = async <T>(read: (offset: number) => Promise<readonly T[]>): Promise<T[]> => {
  const all: T[] = [];
  for (let page = await read(0); page.length > 0; page = await read(all.length)) {
    all.push(...page);
    if (page.length < limits.pageLimitMax) break;
  }
  return all;
};

const alertsOf = (database: Database, owner: string): Promise<StoredAlert[]> =>
  readPages(async (offset) => (await listAlerts(database, { owner }, { limit: limits.pageLimitMax, offset })).alerts);

/** Returns the alerts and watchlists of a user, by name. */
export const alertData = (database: Database): readonly PersonalData[] => [
  {
    name: 'alerts',
    async read(userId) {
      const alerts = await alertsOf(database, userId);
      return alerts.map(({ alert_id, card_id, status, terms, created_at, updated_at, firings }) => ({
        ...{ alert_id, card_id, status, rule: terms.rule, channels: terms.channels, expires_at: terms.expiresAt },
        ...{ created_at, updated_at, firings },
      }));
    },
  },
  {
    name: 'watchlists',
    async read(userId) {
      const lists = await readPages(
        async (offset) => (await listsOfUser(database, userId, { limit: limits.pageLimitMax, offset })).lists,
      );
      const cards = await cardsOfLists(
        database,
        lists.map(({ id }) => id),
      );
      return lists.map(({ id, name, rule, created_at, updated_at }) => ({
        ...{ id, name, rule, created_at, updated_at },
        cards: (cards.get(id) ?? []).map(({ card_id, added_at }) => ({ card_id, added_at })),
      }));
    },
  },
];
