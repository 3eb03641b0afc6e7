/** A channel with a notification that failed, written straight into the tables. */
import type { Runtime } from '../../src/base/runtime.js';
import type { Channel } from '../../src/delivery/channel.js';
import { insertChannel } from '../../src/delivery/channels.js';
import type { FiringContent } from '../../src/delivery/notification.js';
import { enqueue } from '../../src/delivery/queue.js';
import { rotateSecret } from '../../src/delivery/webhook-secret.js';
import { uuidFromName } from '../../src/domain/ids.js';
import type { Database } from '../../src/postgres/database.js';
import { goodData } from './events.js';

/** Adds a webhook of a user, with a firing that was tried once in vain and is given up. */
export const addChannel = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  userId: string,
  id: string,
): Promise<Channel> => {
  const createdAt = runtime.now().toISOString();
  const channel: Channel = {
    ...{ id, userId, kind: 'webhook', name: 'my shop', target: { url: 'https://hooks.example/in' } },
    ...{ secrets: rotateSecret([], runtime), quietHours: null, digest: null, enabled: true },
    ...{ disabledReason: null, failingSince: null, createdAt },
  };
  await insertChannel(database, channel);
  const content: FiringContent = {
    type: 'alert.triggered',
    firing: goodData.AlertTriggered,
    when: { type: 'threshold', comparison: '<=', amount: 200 },
    card: { name: 'Lugia VSTAR', set_name: 'Silver Tempest', number: '139/195' },
    simulated: false,
  };
  const notification = uuidFromName(`notification ${id}`);
  await database.transaction(async (client) => {
    await enqueue(client, [
      {
        ...{ id: notification, userId, channelId: id, type: content.type, eventId: uuidFromName(`firing ${id}`) },
        ...{ alertId: content.firing.alert_id, content, dueAt: createdAt, digest: false, createdAt, cancelled: null },
      },
    ]);
    await client.query(
      `insert into delivery.attempts (notification_id, number, at, duration_ms, outcome, status, reason)
       values ($1, 1, $2, 12, 'failed', 410, 'the receiver is gone (410)')`,
      [notification, createdAt],
    );
    await client.query(
      `update delivery.notifications set state = 'failed', tries = 1, reason = 'the receiver is gone (410)', finished_at = $2
        where id = $1`,
      [notification, createdAt],
    );
  });
  return channel;
};
