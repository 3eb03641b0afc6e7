/** What delivery holds of a user, for the export of personal data. */
import type { PersonalData } from '../accounts/accounts.js';
import type { Database, Row } from '../postgres/database.js';
import { channelsOfUser } from './channels.js';
import { feedsOfUser } from './feeds/feeds.js';

/** Returns the data by name. Left out are secrets, which their owner has, or can make anew: signing secrets and access tokens. */
export const deliveryData = (database: Database): readonly PersonalData[] => [
  {
    name: 'channels',
    async read(userId) {
      const channels = await channelsOfUser(database, userId);
      return channels.map(({ id, kind, name, target, quietHours, digest, enabled, createdAt }) => ({
        ...{ id, kind, name, url: target.url ?? null, chat_id: target.chat_id ?? null },
        ...{ quiet_hours: quietHours, digest, enabled, created_at: createdAt },
      }));
    },
  },
  {
    name: 'notifications',
    read: (userId) =>
      database.query<Row>(
        `select id, channel_id, type, event_id, alert_id, content, state, reason, created_at, finished_at
         from delivery.notifications where user_id = $1 order by created_at, id`,
        [userId],
      ),
  },
  {
    name: 'feeds',
    async read(userId) {
      const feeds = await feedsOfUser(database, userId);
      return feeds.map(({ id, name, subject, createdAt }) => ({ id, name, subject, created_at: createdAt }));
    },
  },
];
