/** What happened to an alert; each firing with everything that it was decided from. */
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { Answer, Nothing } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { Pages } from '../../../components/pages.js';
import { money, moment } from '../../../format.js';
import { paths } from '../../../paths.js';
import { newest, useMine } from '../mine.js';
import { conditionText } from './condition.js';
import { metricWords, named, ruleWords } from './rule.js';

type Entry = Schemas['HistoryEntry'];
type Decision = Schemas['DecisionAnswer'];

const limit = 20;

const entryWords: Record<Entry['type'], string> = {
  AlertCreated: 'Made',
  AlertChanged: 'Changed',
  AlertTriggered: 'Fired',
  AlertRearmed: 'Armed again',
  AlertPaused: 'Paused',
  AlertResumed: 'Resumed',
  AlertExpired: 'Ended',
};

/** Why it fired, or was armed again, in a sentence. */
const reasonOf = ({ price, previous, reference, measured_from: from, currency, occasion }: Decision): string => {
  const before =
    previous === null ? '' : ` after ${money(previous.price, currency)} of ${moment(previous.effective_at)}`;
  const against =
    reference === null
      ? ''
      : reference.since === null
        ? `; compared with ${money(reference.amount, currency)}`
        : `; compared with ${money(reference.amount, currency)} of ${moment(reference.since)}`;
  const window = from === null || from === reference?.since ? '' : `, with prices since ${moment(from)}`;
  const held = occasion === 'on_create' ? '; it held already when the alert was made or changed' : '';
  return `${price === null ? 'No number' : money(price, currency)}${before}${against}${window}${held}.`;
};

const EventOf = ({ event }: { readonly event: Schemas['Cause'] }) => (
  <>
    <code>{event.event_id}</code> at position <code>{event.position}</code>
  </>
);

const Explanation = ({ of: entry, decision }: { readonly of: Entry; readonly decision: Decision }) => (
  <details>
    <summary>Explain it</summary>
    <dl class="facts">
      <dt>Price</dt>
      <dd>
        {money(decision.price, decision.currency)}, the {metricWords[decision.metric]} ({decision.kind}) of{' '}
        {moment(decision.effective_at)}
      </dd>
      <dt>Copy</dt>
      <dd>
        {[decision.printing, decision.condition, decision.grade, decision.language]
          .filter((part) => part !== null)
          .join(' · ')}{' '}
        at {decision.source}
      </dd>
      <dt>Its event</dt>
      <dd>
        <EventOf event={decision.triggering} />
      </dd>
      {decision.previous === null ? null : (
        <>
          <dt>Price before</dt>
          <dd>
            {money(decision.previous.price, decision.currency)} of {moment(decision.previous.effective_at)}, event{' '}
            <EventOf event={decision.previous} />
          </dd>
        </>
      )}
      {decision.reference === null ? null : (
        <>
          <dt>Compared with</dt>
          <dd>
            {money(decision.reference.amount, decision.currency)}
            {decision.reference.since === null ? ' of the rule' : ` of ${moment(decision.reference.since)}`}
          </dd>
        </>
      )}
      {decision.measured_from === null ? null : (
        <>
          <dt>Measured from</dt>
          <dd>{moment(decision.measured_from)}</dd>
        </>
      )}
      <dt>Rule</dt>
      <dd>version {decision.rule_version}</dd>
      <dt>Recorded</dt>
      <dd>
        {moment(entry.recorded_at)} as <EventOf event={entry} />
      </dd>
      <dt>Card</dt>
      <dd>
        <Link href={paths.card(decision.card_id)}>{decision.card_id}</Link>
      </dd>
    </dl>
  </details>
);

const EntryOf = ({ of: entry, printings }: { readonly of: Entry; readonly printings: readonly string[] }) => (
  <li>
    <p>
      <strong>{entryWords[entry.type]}</strong> <small>{moment(entry.recorded_at)}</small>
    </p>
    {entry.decision === null ? null : (
      <>
        <p>{reasonOf(entry.decision)}</p>
        <Explanation of={entry} decision={entry.decision} />
      </>
    )}
    {entry.rule === null ? null : (
      <p>
        Fires {ruleWords(named(entry.rule, printings), money)}.{' '}
        <code>{conditionText(entry.rule.when, entry.rule.currency)}</code>
        {entry.expires_at === null ? '' : ` Until ${moment(entry.expires_at)}.`}
      </p>
    )}
  </li>
);

export const AlertHistory = ({
  alertId,
  printings,
}: {
  readonly alertId: string;
  /** Names of the card's printings. */
  readonly printings: readonly string[];
}) => {
  const [offset, setOffset] = useState(0);
  const [onlyFirings, setOnlyFirings] = useState(false);
  const asked = { limit, offset, ...(onlyFirings ? { type: 'AlertTriggered' as const } : {}) };
  const history = useMine(
    ['alert-history', alertId, asked],
    () =>
      bodyOf(api.GET('/alerts/{id}/history', { params: { path: { id: alertId }, query: { ...asked, ...newest() } } })),
    { keep: true },
  );
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <p>
        <label class="inline">
          <input
            type="checkbox"
            checked={onlyFirings}
            onChange={({ currentTarget }) => {
              setOnlyFirings(currentTarget.checked);
              setOffset(0);
            }}
          />{' '}
          Firings only
        </label>{' '}
        <Link href={`${paths.notifications}?alert_id=${encodeURIComponent(alertId)}`}>Its notifications</Link>
      </p>
      <Answer of={history} lines={8}>
        {({ history: entries, pagination }) =>
          entries.length === 0 ? (
            <Nothing>It has not fired yet. The newest prices come once a day, or when somebody corrects one.</Nothing>
          ) : (
            <>
              <ol class="history">
                {entries.map((entry) => (
                  <EntryOf key={entry.event_id} of={entry} printings={printings} />
                ))}
              </ol>
              <Pages of={pagination} go={setOffset} />
            </>
          )
        }
      </Answer>
    </section>
  );
};
