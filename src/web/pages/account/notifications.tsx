/** What was sent to the user: where, when, with each try; and sending again what did not arrive. */
import { Link } from 'wouter-preact';
import { Answer, Nothing } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { SelectField, TextField, Tick } from '../../components/fields.js';
import { Form } from '../../components/form.js';
import { Pages } from '../../components/pages.js';
import { useSaid } from '../../components/said.js';
import { count, moment } from '../../format.js';
import { paths } from '../../paths.js';
import { useAddressQuery } from '../../query.js';
import { useTitle } from '../../title.js';
import { useChannels } from './alerts/alert-form.js';
import { Attempts } from './attempts.js';
import { once, order, useMine } from './mine.js';

const limit = 20;
/** What waits moves on by itself. */
const everyMs = 10_000;

const states = ['waiting', 'delivered', 'failed', 'cancelled'] as const;
const stateWords: Record<Schemas['NotificationState'], string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const Sent = ({ of, channel }: { readonly of: Schemas['NotificationShown']; readonly channel: string | undefined }) => (
  <li>
    <p>
      <span class={`state ${of.state}`}>{stateWords[of.state]}</span> <strong>{of.title}</strong>
    </p>
    <p>
      <small>
        {of.type} · by {channel ?? of.channel_kind} · {moment(of.created_at)}
        {of.state === 'waiting' ? ` · due ${moment(of.due_at)}` : ''}
        {of.alert_id === null ? '' : ' · '}
        {of.alert_id === null ? null : <Link href={paths.alert(of.alert_id)}>its alert</Link>}
      </small>
    </p>
    {of.reason === null ? null : <p class="warn-text">{of.reason}</p>}
    <details open={of.state === 'failed'}>
      <summary>{of.attempts.length === 1 ? '1 try' : `${count(of.attempts.length)} tries`}</summary>
      <Attempts of={of.attempts} />
      <small>
        Id <code>{of.event_id}</code>, the same on every try: <code>webhook-id</code> of a webhook.
      </small>
    </details>
  </li>
);

const Replay = ({ channels }: { readonly channels: readonly Schemas['ChannelShown'][] }) => {
  const [said, say] = useSaid();
  return (
    <section aria-labelledby="replay">
      <h2 id="replay">Send again</h2>
      <p>What failed or was cancelled within these days, to channels that are on. Each has the id that it had.</p>
      <Form
        button="Send again"
        send={async ({ text, isTicked }, key) => {
          const body = {
            ...{ from: text('from'), to: text('to'), include_delivered: isTicked('include_delivered') },
            ...(text('channel_id') === '' ? {} : { channel_id: text('channel_id') }),
          };
          const { queued } = await order(api.POST('/notifications/replay', { params: { header: once(key) }, body }));
          say(queued === 0 ? 'There is nothing to send again in these days.' : `${count(queued)} are on their way.`);
        }}
        beside={said}
      >
        <div class="fields-beside">
          <TextField name="from" label="From" type="date" />
          <TextField name="to" label="Through" type="date" />
        </div>
        <SelectField
          name="channel_id"
          label="Channel"
          value=""
          choices={[
            { value: '', text: 'All that are on' },
            ...channels.map(({ channel_id: value, name }) => ({ value, text: name })),
          ]}
        />
        <Tick name="include_delivered">Also what was delivered: its receivers recognise it by the id</Tick>
      </Form>
    </section>
  );
};

const Filters = ({ channels }: { readonly channels: readonly Schemas['ChannelShown'][] }) => {
  const [query, setQuery] = useAddressQuery();
  const choose = (name: string, value: string): void => {
    const next = new URLSearchParams(query);
    next.delete('offset');
    if (value === '') next.delete(name);
    else next.set(name, value);
    setQuery(next);
  };
  return (
    <div class="controls">
      <label>
        State
        <select value={query.get('state') ?? ''} onChange={(event) => choose('state', event.currentTarget.value)}>
          <option value="">All</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {stateWords[state]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Channel
        <select
          value={query.get('channel_id') ?? ''}
          onChange={(event) => choose('channel_id', event.currentTarget.value)}
        >
          <option value="">All</option>
          {channels.map(({ channel_id: id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {query.has('alert_id') ? (
        <button type="button" onClick={() => choose('alert_id', '')}>
          Of all alerts
        </button>
      ) : null}
    </div>
  );
};

export const Notifications = () => {
  useTitle('Notifications');
  const [query, setQuery] = useAddressQuery();
  const given = (name: string) => (query.has(name) ? { [name]: query.get(name) ?? '' } : {});
  const state = states.find((each) => each === query.get('state'));
  const asked = {
    limit,
    offset: Number(query.get('offset') ?? 0),
    ...(given('channel_id') as { channel_id?: string }),
    ...(given('alert_id') as { alert_id?: string }),
    ...(state === undefined ? {} : { state }),
  };
  const isWaiting = (seen: Schemas['NotificationsAnswer'] | undefined): boolean =>
    seen?.notifications.some((each) => each.state === 'waiting') ?? false;
  const notifications = useMine(
    ['notifications', asked],
    () => bodyOf(api.GET('/notifications', { params: { query: asked } })),
    { keep: true, everyMs: (seen) => (isWaiting(seen) ? everyMs : false) },
  );
  const channels = useChannels().data?.channels ?? [];
  const names = new Map(channels.map(({ channel_id: id, name }) => [id, name]));
  return (
    <>
      <h1>Notifications</h1>
      <Filters channels={channels} />
      <Answer of={notifications} lines={12}>
        {({ notifications: sent, pagination }) =>
          sent.length === 0 ? (
            <Nothing>
              {query.size === 0 ? 'Nothing was sent yet.' : 'Nothing of this kind was sent.'} A firing is sent through
              the <Link href={paths.channels}>channels</Link> of its <Link href={paths.alerts}>alert</Link>; test either
              of them.
            </Nothing>
          ) : (
            <>
              <ol class="history">
                {sent.map((each) => (
                  <Sent key={each.notification_id} of={each} channel={names.get(each.channel_id)} />
                ))}
              </ol>
              <Pages of={pagination} go={(to) => setQuery({ ...Object.fromEntries(query), offset: String(to) })} />
            </>
          )
        }
      </Answer>
      <Replay channels={channels} />
    </>
  );
};
