/** Signing secrets of webhooks: `whsec_` and 32 random bytes in base64, as Standard Webhooks 1.0 has them. */
import { Webhook } from 'standardwebhooks';
import type { Runtime } from '../base/runtime.js';
import { instantOf } from '../domain/instant.js';
import type { SigningSecret } from './channel.js';
import { deliveryLimits } from './limits.js';

/** Bytes of a secret: the standard asks for 24 to 64. */
const secretBytes = 32;

const newSecret = (runtime: Pick<Runtime, 'secret'>): SigningSecret => ({
  secret: `whsec_${Buffer.from(runtime.secret(secretBytes), 'hex').toString('base64')}`,
  expires_at: null,
});

/** Returns the secrets that sign at `now`, the newest first. */
export const signingSecrets = (secrets: readonly SigningSecret[], now: Date): readonly SigningSecret[] =>
  secrets.filter(({ expires_at }) => expires_at === null || Date.parse(expires_at) > now.getTime());

/**
 * Adds a new secret before those that sign now. They go on signing for a day, beside the new one: receivers take either, so
 * no message is refused while they change theirs.
 */
export const rotateSecret = (
  secrets: readonly SigningSecret[],
  runtime: Pick<Runtime, 'secret' | 'now'>,
): readonly SigningSecret[] => {
  const now = runtime.now();
  const ends = instantOf(new Date(now.getTime() + deliveryLimits.oldSecretMs));
  const earlier = signingSecrets(secrets, now).map(({ secret, expires_at }) => ({
    secret,
    expires_at: expires_at ?? ends,
  }));
  return [newSecret(runtime), ...earlier].slice(0, deliveryLimits.secretsMax);
};

/** Returns the headers that sign a body: one signature for each secret, so that secrets can be rotated. */
export const signedHeaders = (
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
  secrets: readonly SigningSecret[],
): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
  'webhook-signature': secrets.map(({ secret }) => new Webhook(secret).sign(id, at, body)).join(' '),
});
