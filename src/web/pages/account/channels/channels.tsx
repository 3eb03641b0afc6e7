/** Where notifications go: each channel with its health, a test, and its terms. */
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { Answer, Nothing } from '../../../answer.js';
import { api, type Schemas } from '../../../api.js';
import { ConfirmButton } from '../../../components/confirm.js';
import { OrderButton } from '../../../components/order-button.js';
import { moment } from '../../../format.js';
import { paths } from '../../../paths.js';
import { useTitle } from '../../../title.js';
import { useChannels } from '../alerts/alert-form.js';
import { order } from '../mine.js';
import { Outcomes } from '../notification-outcomes.js';
import { ChannelForm } from './channel-form.js';
import { NewChannel } from './new-channel.js';
import { SigningSecret } from './signing-secret.js';

type Channel = Schemas['ChannelShown'];

const ofChannel = (id: string) => ({ path: { channel_id: id } });

const Health = ({ of }: { readonly of: Channel }) => {
  const { enabled, disabled_reason: reason, failing_since: failing } = of;
  if (!enabled)
    return (
      <>
        <span class="state failed">Off</span> {reason === null ? 'You switched it off.' : `Switched off: ${reason}.`}
      </>
    );
  return failing === null ? (
    <span class="state delivered">On</span>
  ) : (
    <>
      <span class="state waiting">Failing</span> since {moment(failing)}; it is tried again.
    </>
  );
};

const times = ({ quiet_hours: quiet, digest }: Channel): string =>
  [
    ...(quiet === null ? [] : [`Quiet from ${quiet.from} to ${quiet.to} (${quiet.time_zone}).`]),
    ...(digest === null ? [] : [`Gathered, and sent at ${digest.at} (${digest.time_zone}).`]),
  ].join(' ');

const NewSecret = ({
  of: { signing_secret: text, previous_valid_until: until },
}: {
  readonly of: Schemas['SecretRotated'];
}) => <SigningSecret text={text} hint={until === null ? '' : `Until ${moment(until)} the former secret signs too.`} />;

const ChannelOf = ({ of }: { readonly of: Channel }) => {
  const { channel_id: id, kind, name, destination, enabled } = of;
  const [tested, setTested] = useState<readonly string[]>([]);
  const [secret, setSecret] = useState<Schemas['SecretRotated'] | null>(null);
  const [isEdited, setEdited] = useState(false);
  return (
    <li class="panel channel">
      <h2>{name}</h2>
      <p>
        <Health of={of} />
      </p>
      <p>
        {kind}: <span class="breaks">{destination}</span>. {times(of)}
      </p>
      {secret === null ? null : <NewSecret of={secret} />}
      <div class="buttons">
        <OrderButton
          label={`Test ${name}`}
          busy="Sending …"
          send={async () => {
            const { notification_id: sent } = await order(
              api.POST('/channels/{channel_id}/test', { params: ofChannel(id) }),
            );
            setTested([sent]);
          }}
        >
          Test
        </OrderButton>
        <button type="button" aria-label={`Edit ${name}`} onClick={() => setEdited(!isEdited)} aria-expanded={isEdited}>
          Edit
        </button>
        <OrderButton
          label={`${enabled ? 'Switch off' : 'Switch on'} ${name}`}
          send={async () => {
            const body = { enabled: !enabled };
            await order(api.PATCH('/channels/{channel_id}', { params: ofChannel(id), body }));
          }}
        >
          {enabled ? 'Switch off' : 'Switch on'}
        </OrderButton>
        {kind === 'webhook' ? (
          <ConfirmButton
            isDangerous={false}
            button="New secret …"
            title={`A new signing secret for “${name}”?`}
            yes="Make it"
            send={async () =>
              setSecret(await order(api.POST('/channels/{channel_id}/rotate-secret', { params: ofChannel(id) })))
            }
          >
            <p>For a day both secrets sign, so that the receiver can change over.</p>
          </ConfirmButton>
        ) : null}
        <ConfirmButton
          button="Delete …"
          title={`Delete “${name}”?`}
          yes="Delete"
          send={async () => {
            await order(api.DELETE('/channels/{channel_id}', { params: ofChannel(id) }));
          }}
        >
          <p>Nothing is sent there any more, and what was sent is not shown any more.</p>
        </ConfirmButton>
        <Link
          href={`${paths.notifications}?channel_id=${encodeURIComponent(id)}`}
          aria-label={`Its notifications: ${name}`}
        >
          Its notifications
        </Link>
      </div>
      <Outcomes of={tested} channelId={id} />
      {isEdited ? (
        <ChannelForm
          kind={kind}
          before={of}
          button="Save"
          send={async (terms) => {
            await order(api.PATCH('/channels/{channel_id}', { params: ofChannel(id), body: terms }));
            setEdited(false);
          }}
        />
      ) : null}
    </li>
  );
};

export const Channels = () => {
  useTitle('Channels');
  const channels = useChannels();
  return (
    <>
      <h1>Channels</h1>
      <Answer of={channels} lines={8}>
        {({ channels: all }) =>
          all.length === 0 ? (
            <Nothing>You have no channel yet: alerts fire, and tell nobody. Add one below, and test it.</Nothing>
          ) : (
            <ul class="channels">
              {all.map((each) => (
                <ChannelOf key={each.channel_id} of={each} />
              ))}
            </ul>
          )
        }
      </Answer>
      <NewChannel />
    </>
  );
};
