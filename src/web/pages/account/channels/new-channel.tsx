/** A new channel: first what it is, then what it needs. */
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api.js';
import { once, order } from '../mine.js';
import { ChannelForm, type Kind } from './channel-form.js';
import { SigningSecret } from './signing-secret.js';

const kindWords: Record<Kind, string> = {
  webhook: 'Webhook',
  email: 'E-mail',
  ntfy: 'ntfy',
  discord: 'Discord',
  telegram: 'Telegram',
};

export const NewChannel = () => {
  const [kind, setKind] = useState<Kind>('webhook');
  const [made, setMade] = useState<Schemas['ChannelCreated'] | null>(null);
  return (
    <section aria-labelledby="new-channel">
      <h2 id="new-channel">New channel</h2>
      {made === null ? null : made.signing_secret === null ? (
        <p class="notice" role="status">
          “{made.channel.name}” is made: test it above.
        </p>
      ) : (
        <SigningSecret
          text={made.signing_secret}
          hint="By it the receiver knows that a message is from here (standardwebhooks.com)."
        />
      )}
      <div class="buttons kinds" role="group" aria-label="Kind of the channel">
        {Object.entries(kindWords).map(([value, text]) => (
          <button key={value} type="button" aria-pressed={value === kind} onClick={() => setKind(value as Kind)}>
            {text}
          </button>
        ))}
      </div>
      <ChannelForm
        key={`${kind} ${made?.channel.channel_id ?? ''}`}
        kind={kind}
        before={null}
        button="Add the channel"
        send={async (terms, key) =>
          setMade(await order(api.POST('/channels', { params: { header: once(key) }, body: { kind, ...terms } })))
        }
      />
    </section>
  );
};
