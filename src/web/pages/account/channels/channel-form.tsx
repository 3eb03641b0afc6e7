/** The fields of a channel; each kind needs others. */
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api.js';
import { TextField, Tick } from '../../../components/fields.js';
import { Form, type Values } from '../../../components/form.js';
import { ownZone, TimeZones } from '../time-zones.js';

export type Kind = Schemas['ChannelKind'];
type Terms = Omit<Schemas['ChannelChanges'], 'enabled'>;
type Before = Pick<Schemas['ChannelShown'], 'digest' | 'name' | 'quiet_hours'>;

const orLeftOut = (name: 'chat_id' | 'token' | 'url', { text }: Values): Terms =>
  text(name) === '' ? {} : { [name]: text(name) };

/** Returns what a form has; a secret that is left empty stays as it is. */
const termsOf = (values: Values): Terms => {
  const { text, isTicked } = values;
  const time_zone = text('time_zone');
  return {
    ...(text('name').trim() === '' ? {} : { name: text('name').trim() }),
    ...orLeftOut('url', values),
    ...orLeftOut('token', values),
    ...orLeftOut('chat_id', values),
    quiet_hours: isTicked('has_quiet_hours')
      ? { from: text('quiet_hours.from'), to: text('quiet_hours.to'), time_zone }
      : null,
    digest: isTicked('has_digest') ? { at: text('digest.at'), time_zone } : null,
  };
};

const urlHints: Partial<Record<Kind, string>> = {
  webhook: 'An https address that takes signed JSON by POST.',
  ntfy: 'The address of a topic, such as https://ntfy.sh/my-topic.',
  discord: 'The address of a webhook of Discord: Settings of a channel, Integrations, Webhooks.',
};

const Target = ({ kind, isNew }: { readonly kind: Kind; readonly isNew: boolean }) => {
  const kept = isNew ? '' : ' Empty: as it is.';
  const urlHint = urlHints[kind];
  return (
    <>
      {urlHint === undefined ? null : (
        <TextField name="url" label="Address" type="url" autoComplete="off" isOptional={!isNew} hint={urlHint + kept} />
      )}
      {kind === 'telegram' ? (
        <>
          <TextField
            name="token"
            label="Token of the bot"
            autoComplete="off"
            isOptional={!isNew}
            hint={`BotFather gives it.${kept}`}
          />
          <TextField
            name="chat_id"
            label="Chat"
            autoComplete="off"
            isOptional={!isNew}
            hint={`The id of a chat, or @channel.${kept}`}
          />
        </>
      ) : null}
      {kind === 'ntfy' ? (
        <TextField
          name="token"
          label="Access token"
          autoComplete="off"
          isOptional
          hint={`Only for topics that are not open.${kept}`}
        />
      ) : null}
      {kind === 'email' ? <p>Mails go to the address of the account, once it is confirmed.</p> : null}
    </>
  );
};

const Times = ({ kind, before }: { readonly kind: Kind; readonly before: Before | null }) => {
  const quiet = before?.quiet_hours ?? null;
  const digest = before?.digest ?? null;
  const [isQuiet, setQuiet] = useState(quiet !== null);
  const [isDigest, setDigest] = useState(digest !== null);
  const choose = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === 'has_quiet_hours') setQuiet(target.checked);
    if (target.name === 'has_digest') setDigest(target.checked);
  };
  return (
    <div class="form" onInput={choose}>
      <Tick name="has_quiet_hours" isTicked={quiet !== null}>
        Quiet hours: what comes in them is sent at their end
      </Tick>
      {isQuiet ? (
        <div class="fields-beside">
          <TextField name="quiet_hours.from" label="Quiet from" type="time" value={quiet?.from ?? '22:00'} />
          <TextField name="quiet_hours.to" label="Quiet to" type="time" value={quiet?.to ?? '07:00'} />
        </div>
      ) : null}
      {kind === 'webhook' ? null : (
        <Tick name="has_digest" isTicked={digest !== null}>
          Digest: gathered, and sent together once a day
        </Tick>
      )}
      {isDigest && kind !== 'webhook' ? (
        <TextField name="digest.at" label="Digest at" type="time" value={digest?.at ?? '18:00'} />
      ) : null}
      {isQuiet || isDigest ? (
        <TimeZones name="time_zone" value={quiet?.time_zone ?? digest?.time_zone ?? ownZone()} />
      ) : null}
    </div>
  );
};

export const ChannelForm = ({
  kind,
  before,
  button,
  send,
}: {
  readonly kind: Kind;
  /** `null`: a new one. */
  readonly before: Before | null;
  readonly button: string;
  readonly send: (terms: Terms, idempotencyKey: string) => Promise<void>;
}) => (
  <Form button={button} label="Channel" send={(values, key) => send(termsOf(values), key)}>
    <TextField
      name="name"
      label="Name"
      autoComplete="off"
      maxLength={100}
      isOptional
      placeholder={kind}
      value={before?.name ?? ''}
    />
    <Target kind={kind} isNew={before === null} />
    <Times kind={kind} before={before} />
  </Form>
);
