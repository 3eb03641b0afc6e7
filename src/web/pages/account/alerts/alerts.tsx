/** The user's alerts, with how each stands. `?card=`: the form of a new one. */
import { Link } from 'wouter-preact';
import { Answer, Nothing, Waiting } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { detailOf } from '../../../components/card-row.js';
import { Pages } from '../../../components/pages.js';
import { Picture } from '../../../components/picture.js';
import { PriceOf } from '../../../components/price.js';
import { currentPrice } from '../../../components/shown-price.js';
import { money, moment } from '../../../format.js';
import { useRenewal } from '../../../live.js';
import { paths } from '../../../paths.js';
import { useAddressQuery, useQueryOfAddress } from '../../../query.js';
import { useTitle } from '../../../title.js';
import { useCards } from '../cards.js';
import { newest, useMine } from '../mine.js';
import { weekChange } from '../week-change.js';
import { NewAlert } from './new-alert.js';
import { printingsOf } from './rule-fields.js';
import { named, ruleWords } from './rule.js';
import { StateOf } from './state-of.js';
import { type Alert, rearmWords } from './state.js';

const limit = 20;
const statuses = ['active', 'paused', 'done', 'expired'] as const;
const statusTexts = { '': 'All', active: 'Active', paused: 'Paused', done: 'Done', expired: 'Expired' } as const;

/** What has to happen next, in a line. */
const nextWords = ({ watches, last_fired_at: fired, status, expires_at: expires }: Alert): string => {
  const rearm = watches.map((watch) => rearmWords(watch, { money, moment })).find((words) => words !== null);
  return [
    ...(status === 'active' && rearm !== undefined ? [`armed again ${rearm}`] : []),
    ...(fired === null ? [] : [`last fired ${moment(fired)}`]),
    ...(expires === null || status === 'expired' ? [] : [`until ${moment(expires)}`]),
  ].join(' · ');
};

const Row = ({ alert, card }: { readonly alert: Alert; readonly card: Schemas['CardAnswer'] | undefined }) => {
  const name = card?.card.name ?? alert.card_id;
  const next = nextWords(alert);
  return (
    <li class="card-row">
      <Link href={paths.alert(alert.alert_id)}>
        <Picture cardId={alert.card_id} name={name} />
        <span class="of-card">
          <strong>{name}</strong>
          <small>{detailOf(card?.set_info?.name, card?.card.number)}</small>
          <span>{ruleWords(named(alert, printingsOf(card)), money)}</span>
          {next === '' ? null : <small>{next}</small>}
        </span>
        <span class="of-price">
          <StateOf alert={alert} />
          {card === undefined ? null : (
            <PriceOf price={currentPrice(card.current_price)} change={weekChange(card)} over="7 days" />
          )}
        </span>
      </Link>
    </li>
  );
};

const List = () => {
  useTitle('Alerts');
  useRenewal(['mine', 'cards-of-account']);
  const [query, setQuery] = useAddressQuery();
  const status = statuses.find((each) => each === query.get('status'));
  const offset = Number(query.get('offset') ?? 0);
  const asked = { limit, offset, ...(status === undefined ? {} : { status }) };
  const alerts = useMine(
    ['alerts', asked],
    () => bodyOf(api.GET('/alerts', { params: { query: { ...asked, ...newest() } } })),
    { keep: true },
  );
  const cards = useCards(alerts.data?.alerts.map(({ card_id }) => card_id) ?? []);
  return (
    <>
      <div class="head">
        <h1>Alerts</h1>
        <Link class="button main" href={paths.newAlert()}>
          New alert
        </Link>
      </div>
      <div class="controls">
        <label>
          State
          <select
            value={status ?? ''}
            onChange={({ currentTarget: { value } }) => setQuery(value === '' ? {} : { status: value })}
          >
            {Object.entries(statusTexts).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Answer of={alerts} lines={12}>
        {({ alerts: found, pagination }) =>
          found.length === 0 ? (
            <Nothing>
              {status === undefined ? 'You have no alert yet.' : 'No alert is in this state.'}{' '}
              <Link href={paths.newAlert()}>Make one</Link>: you see at once when it would have fired.
            </Nothing>
          ) : cards.data === undefined && cards.error === null ? (
            <Waiting />
          ) : (
            <>
              <ul class="cards">
                {found.map((alert) => (
                  <Row key={alert.alert_id} alert={alert} card={cards.data?.get(alert.card_id)} />
                ))}
              </ul>
              <Pages
                of={pagination}
                go={(to) => setQuery({ ...(status === undefined ? {} : { status }), offset: String(to) })}
              />
            </>
          )
        }
      </Answer>
    </>
  );
};

export const Alerts = () => {
  const query = useQueryOfAddress();
  return query.has('card') ? <NewAlert /> : <List />;
};
