/** One alert: its rule, how it stands on each price, its history, and what can be done with it. */
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { Answer } from '../../../answer.js';
import { api, ApiError, replyOf, type Schemas } from '../../../api.js';
import { ConfirmButton } from '../../../components/confirm.js';
import { OrderButton } from '../../../components/order-button.js';
import { money, moment } from '../../../format.js';
import { useRenewal } from '../../../live.js';
import { paths } from '../../../paths.js';
import { useTitle } from '../../../title.js';
import { useCards } from '../cards.js';
import { Feeds } from '../feeds.js';
import { newest, once, order, useMine } from '../mine.js';
import { Outcomes } from '../notification-outcomes.js';
import { AlertForm, beforeOf, useChannels } from './alert-form.js';
import { AlertHistory } from './alert-history.js';
import { conditionText } from './condition.js';
import { AlertCard } from './new-alert.js';
import { copiesOf, noCopies, printingsOf } from './rule-fields.js';
import { named, optionSentences, ruleWords } from './rule.js';
import { StateOf } from './state-of.js';
import { type Alert, rearmWords, type Watch } from './state.js';

interface Seen {
  readonly alert: Alert;
  /** What `If-Match` takes. */
  readonly etag: string;
}

const ofAlert = (alertId: string) => ({ path: { id: alertId } });

const useAlert = (alertId: string) =>
  useMine(['alert', alertId], async (): Promise<Seen> => {
    const call = api.GET('/alerts/{id}', { params: { ...ofAlert(alertId), query: newest() } });
    const { body, headers } = await replyOf(call);
    return { alert: body, etag: headers.get('ETag') ?? '*' };
  });

const ChannelNames = ({ ids }: { readonly ids: readonly string[] }) => {
  const { data } = useChannels();
  if (ids.length === 0) return <>all channels of the account</>;
  const names = new Map(data?.channels.map(({ channel_id: id, name }) => [id, name]));
  return <>{ids.map((id) => names.get(id) ?? 'a channel that is gone').join(', ')}</>;
};

const RuleOf = ({ alert, printings }: { readonly alert: Alert; readonly printings: readonly string[] }) => (
  <section aria-labelledby="rule">
    <h2 id="rule">Rule</h2>
    <p>
      Fires {ruleWords(named(alert, printings), money)}. <code>{conditionText(alert.when, alert.currency)}</code>
    </p>
    <ul>
      {optionSentences(alert, (amount) => money(amount, alert.currency === '*' ? 'USD' : alert.currency)).map(
        (text) => (
          <li key={text}>{text}</li>
        ),
      )}
      {alert.expires_at === null ? null : <li>It ends at {moment(alert.expires_at)}.</li>}
      <li>
        It tells <ChannelNames ids={alert.channels} />.
      </li>
    </ul>
  </section>
);

const watchWords: Record<NonNullable<Watch['state']>, string> = {
  armed: 'armed',
  fired: 'fired; it holds since, or the price is still within the band',
  cooling: 'resting after its firing',
};

const copyOf = ({ source, printing, condition, grade, language, currency }: Watch): string =>
  [printing, condition, grade, language, source, currency].filter((part) => part !== null).join(' · ');

const WatchRow = ({ watch }: { readonly watch: Watch }) => {
  const rearm = rearmWords(watch, { money, moment });
  const { state, last_firing: last } = watch;
  return (
    <tr>
      <td>{copyOf(watch)}</td>
      <td>
        {state === null ? '–' : watchWords[state]}
        {rearm === null ? null : <div>armed again {rearm}</div>}
      </td>
      <td>{last === null ? '–' : `${money(last.price, last.currency)}, ${moment(last.effective_at)}`}</td>
    </tr>
  );
};

const Watches = ({ alert: { watches, status } }: { readonly alert: Alert }) => (
  <section aria-labelledby="watches">
    <h2 id="watches">How it stands</h2>
    {watches.length === 0 ? (
      <p>{status === 'active' ? 'Armed. It has not fired yet.' : 'It watches nothing now. It has not fired.'}</p>
    ) : (
      <div class="scroll">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Price</th>
              <th scope="col">State</th>
              <th scope="col">Last fired at</th>
            </tr>
          </thead>
          <tbody>
            {watches.map((watch) => (
              <WatchRow key={copyOf(watch)} watch={watch} />
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

/** Tries the channels of the alert, and shows what came of it. */
const useTest = (alertId: string) => {
  const [ids, setIds] = useState<readonly string[]>([]);
  const test = async (key: string): Promise<string> => {
    const call = api.POST('/alerts/{id}/test', { params: { ...ofAlert(alertId), header: once(key) } });
    const { notification_ids: sent } = await order(call);
    setIds(sent);
    return 'A sample of the newest price is on its way.';
  };
  return [ids, test] as const;
};

const Buttons = ({
  seen: { alert, etag },
  edit,
  test,
}: {
  readonly seen: Seen;
  readonly edit: () => void;
  readonly test: (key: string) => Promise<string>;
}) => {
  const [, go] = useLocation();
  const { alert_id: id, status } = alert;
  return (
    <div class="buttons">
      {status === 'active' ? (
        <OrderButton
          send={async (key) => {
            await order(api.POST('/alerts/{id}/pause', { params: { ...ofAlert(id), header: once(key) } }));
          }}
        >
          Pause
        </OrderButton>
      ) : status === 'expired' ? null : (
        <OrderButton
          send={async (key) => {
            await order(api.POST('/alerts/{id}/resume', { params: { ...ofAlert(id), header: once(key) } }));
          }}
        >
          Resume
        </OrderButton>
      )}
      <OrderButton send={test} busy="Sending …">
        Test
      </OrderButton>
      <button type="button" onClick={edit}>
        Edit
      </button>
      <ConfirmButton
        button="Delete …"
        title="Delete this alert?"
        yes="Delete"
        send={async (_values, key) => {
          const header = { ...once(key), 'If-Match': etag };
          await order(api.DELETE('/alerts/{id}', { params: { ...ofAlert(id), header } }), id);
          go(paths.alerts);
        }}
      >
        <p>It no longer fires, and its history is not shown any more.</p>
      </ConfirmButton>
    </div>
  );
};

/** Changes the alert; the newest one is loaded where somebody changed it meanwhile, and what is typed stays. */
const Edit = ({
  seen,
  card,
  reload,
  close,
}: {
  readonly seen: Seen;
  readonly card: Schemas['CardAnswer'] | undefined;
  readonly reload: () => void;
  readonly close: () => void;
}) => {
  const [before] = useState(() => beforeOf(seen.alert));
  const { alert_id: id, card_id: cardId } = seen.alert;
  return (
    <section aria-labelledby="edit">
      <div class="head">
        <h2 id="edit">Change it</h2>
        <button type="button" onClick={close}>
          Cancel
        </button>
      </div>
      <AlertForm
        cardId={cardId}
        copies={card === undefined ? noCopies : copiesOf(card)}
        before={before}
        button="Save"
        send={async (terms, key) => {
          const params = { ...ofAlert(id), header: { ...once(key), 'If-Match': seen.etag } };
          await order(api.PATCH('/alerts/{id}', { params, body: terms })).catch((error: unknown) => {
            if (!(error instanceof ApiError) || error.code !== 'PRECONDITION_FAILED') throw error;
            reload();
            throw new Error(
              'It was changed since you opened it, as in another tab. Above is how it is now; saving once more replaces that.',
            );
          });
          close();
        }}
      />
    </section>
  );
};

const AlertBody = ({ seen, reload }: { readonly seen: Seen; readonly reload: () => void }) => {
  const { alert } = seen;
  const [isEdited, setEdited] = useState(false);
  const [tests, test] = useTest(alert.alert_id);
  const cards = useCards([alert.card_id]);
  const card = cards.data?.get(alert.card_id);
  const name = card?.card.name ?? alert.card_id;
  useTitle(`Alert: ${name}`);
  return (
    <>
      <div class="head">
        <h1>{name}</h1>
        <StateOf alert={alert} />
      </div>
      {card === undefined ? null : <AlertCard of={card} />}
      <Buttons seen={seen} edit={() => setEdited(true)} test={test} />
      <Outcomes of={tests} alertId={alert.alert_id} />
      <RuleOf alert={alert} printings={printingsOf(card)} />
      {isEdited && cards.data !== undefined ? (
        <Edit seen={seen} card={card} reload={reload} close={() => setEdited(false)} />
      ) : null}
      <Watches alert={alert} />
      <AlertHistory alertId={alert.alert_id} printings={printingsOf(card)} />
      <Feeds
        subject={{ of: 'alert', alert_id: alert.alert_id }}
        name={`Alert: ${name}`}
        what="The firings of this alert, for a feed reader."
      />
    </>
  );
};

export const AlertPage = ({ alertId }: { readonly alertId: string }) => {
  useTitle('Alert');
  useRenewal(['mine', 'cards-of-account']);
  const alert = useAlert(alertId);
  return (
    <Answer of={alert} lines={24}>
      {(seen) => <AlertBody seen={seen} reload={alert.again} />}
    </Answer>
  );
};
