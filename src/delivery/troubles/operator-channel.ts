/** The channel of the operator: it belongs to no user, and follows the configuration. */
import { uuidFromName } from '../../domain/ids.js';
import type { Database } from '../../postgres/database.js';

/** Where the operator is told: a webhook, or else a mail. */
export type OperatorTarget =
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string }
  | { readonly kind: 'email'; readonly address: string };

export const operatorChannelId = uuidFromName('channel of the operator');

/**
 * Makes the channel as it is configured. `null`: nobody is told, and what still waits is cancelled by the senders. One that was
 * switched off because nothing arrived is on again.
 */
export const putOperatorChannel = async (
  database: Database,
  target: OperatorTarget | null,
  now: Date,
): Promise<void> => {
  if (target === null) {
    await database.query(
      `update delivery.channels set enabled = false, disabled_reason = 'no operator is configured' where id = $1`,
      [operatorChannelId],
    );
    return;
  }
  const isWebhook = target.kind === 'webhook';
  const stored = isWebhook ? { url: target.url } : { address: target.address };
  const secrets = isWebhook ? [{ secret: target.secret, expires_at: null }] : [];
  await database.query(
    `insert into delivery.channels (id, user_id, kind, name, target, secrets, enabled, created_at)
     values ($1, null, $2, 'operator', $3, $4, true, $5)
     on conflict (id) do update set kind = excluded.kind, target = excluded.target, secrets = excluded.secrets,
       enabled = true, disabled_reason = null`,
    [operatorChannelId, target.kind, JSON.stringify(stored), JSON.stringify(secrets), now.toISOString()],
  );
};
