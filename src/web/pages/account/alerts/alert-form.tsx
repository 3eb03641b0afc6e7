/** The form of an alert on one card, with what it would have done so far beside it. */
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { Answer } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { TextField, Ticks } from '../../../components/fields.js';
import { Form, type Values } from '../../../components/form.js';
import { money } from '../../../format.js';
import { paths } from '../../../paths.js';
import { useMine } from '../mine.js';
import { Backtest } from './backtest.js';
import { conditionText } from './condition.js';
import { type Copies, RuleFields } from './rule-fields.js';
import { isComplete, type Rule, type RuleTerms, ruleWords, termsOf } from './rule.js';

export const useChannels = () => useMine(['channels'], () => bodyOf(api.GET('/channels')));

/** Which channels tell of it; none ticked: all. */
export const ChannelTicks = ({ ticked }: { readonly ticked: readonly string[] }) => (
  <Answer of={useChannels()} lines={2}>
    {({ channels }) =>
      channels.length === 0 ? (
        <p class="notice">
          You have no channel yet: it will fire, and tell nobody. <Link href={paths.channels}>Add a channel</Link>{' '}
          before or afterwards.
        </p>
      ) : (
        <Ticks
          name="channels"
          label="Channels"
          hint="None ticked: all of them, also those that come later."
          choices={channels.map(({ channel_id: value, name, kind }) => ({
            value,
            text: name === kind ? name : `${name} (${kind})`,
          }))}
          ticked={ticked}
        />
      )
    }
  </Answer>
);

/** What a rule says, while it is filled in. */
const InWords = ({ terms, onePrinting }: { readonly terms: RuleTerms | null; readonly onePrinting: string | null }) => {
  if (terms === null || !isComplete(terms.when)) return null;
  const rule = {
    ...{ printing: onePrinting ?? '', condition: null, grade: null, language: null },
    ...{ source: '*', currency: 'USD', metric: 'market' as const, kind: 'market' as const },
    ...terms,
  };
  return (
    <p class="in-words">
      Fires {ruleWords(rule, money)}. <code>{conditionText(terms.when, rule.currency)}</code>
    </p>
  );
};

export interface AlertTerms extends RuleTerms {
  readonly channels: string[];
  readonly expires_at: string | null;
}

export interface AlertBefore {
  readonly rule: Partial<Rule>;
  readonly channels: readonly string[];
  readonly expiresAt: string | null;
}

const alertTermsOf = (values: Values): AlertTerms => ({
  ...termsOf(values),
  channels: [...values.all('channels')],
  expires_at: values.text('expires_at') === '' ? null : values.text('expires_at'),
});

export const AlertForm = ({
  cardId,
  copies,
  before,
  button,
  send,
}: {
  readonly cardId: string;
  readonly copies: Copies;
  /** What the fields have at first. */
  readonly before: AlertBefore;
  readonly button: string;
  readonly send: (terms: AlertTerms, idempotencyKey: string) => Promise<void>;
}) => {
  const [terms, setTerms] = useState<RuleTerms | null>(null);
  return (
    <div class="alert-form">
      <Form
        button={button}
        busy="Saving …"
        label="Alert"
        onValues={(values) => setTerms(termsOf(values))}
        send={(values, key) => send(alertTermsOf(values), key)}
      >
        <RuleFields copies={copies} rule={before.rule} />
        <TextField
          name="expires_at"
          label="Until"
          type="date"
          isOptional
          value={before.expiresAt?.slice(0, 10) ?? ''}
          hint="Through this day. Empty: for good."
        />
        <ChannelTicks ticked={before.channels} />
        <InWords terms={terms} onePrinting={copies.onePrinting} />
        <Backtest cardId={cardId} terms={terms} />
      </Form>
    </div>
  );
};

/** Returns what the fields of an alert have at first when it is changed. */
export const beforeOf = (alert: Schemas['AlertAnswer']): AlertBefore => ({
  rule: alert,
  channels: alert.channels,
  expiresAt: alert.expires_at,
});
