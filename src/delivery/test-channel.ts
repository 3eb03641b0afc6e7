/** Tries of a channel that its owner asks for. */
import type { Runtime } from '../base/runtime.js';
import type { Database } from '../postgres/database.js';
import type { Channel } from './channel.js';
import type { TestContent } from './notification.js';
import { enqueue } from './queue.js';

/** Queues a test message to a channel, at once: quiet hours and digests are for alerts. Returns the notification's id. */
export const queueTest = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  channel: Channel,
): Promise<string> => {
  const { id: channelId, userId, kind, name } = channel;
  const content: TestContent = { type: 'channel.test', channel: { id: channelId, kind, name } };
  const now = runtime.now().toISOString();
  const notification = {
    ...{ id: runtime.uuid(), userId, channelId, type: content.type, eventId: runtime.uuid(), alertId: null, content },
    ...{ dueAt: now, digest: false, createdAt: now, cancelled: null },
  };
  await database.transaction((client) => enqueue(client, [notification]));
  return notification.id;
};
