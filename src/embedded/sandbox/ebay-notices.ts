/** Notices of closed accounts as eBay sends them, and the public key that proves them. */
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

export interface EbayNotice {
  /** The text of the body. */
  readonly body: string;
  /** The header x-ebay-signature. */
  readonly signature: string;
}

export interface EbayNotices {
  /** Returns the answer with a public key; `null` for another id. */
  keyOf(kid: string): object | null;
  next(at: Date): EbayNotice;
}

interface Keys {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Creates the notices. Keys are made when the first is asked for. */
export const createEbayNotices = (): EbayNotices => {
  let made: Keys | undefined;
  let sent = 0;
  const keys = (): Keys => (made ??= { kid: randomUUID(), ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
  return {
    keyOf(kid) {
      if (kid !== keys().kid) return null;
      // On one line, as eBay has it.
      const key = keys().publicKey.export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '');
      return { algorithm: 'ECDSA', digest: 'SHA1', key };
    },
    next(at) {
      sent += 1;
      const date = at.toISOString();
      const body = JSON.stringify({
        metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION', schemaVersion: '1.0', deprecated: false },
        notification: {
          ...{ notificationId: `simulated-${sent}`, eventDate: date, publishDate: date, publishAttemptCount: 1 },
          data: { username: `simulated.member.${sent}`, userId: `simulated-${sent}`, eiasToken: 'simulated==' },
        },
      });
      const { kid, privateKey } = keys();
      const signature = sign('sha1', Buffer.from(body), privateKey).toString('base64');
      const header = JSON.stringify({ alg: 'ecdsa', kid, signature, digest: 'SHA1' });
      return { body, signature: Buffer.from(header).toString('base64') };
    },
  };
};
