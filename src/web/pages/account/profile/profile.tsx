/** The profile: preferences, password, address, the data held of the user, and the end of the account. */
import { Answer } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { ConfirmButton } from '../../../components/confirm.js';
import { TextField, Tick } from '../../../components/fields.js';
import { Form } from '../../../components/form.js';
import { OrderButton } from '../../../components/order-button.js';
import { useSaid } from '../../../components/said.js';
import { moment } from '../../../format.js';
import { askAuth, signOut } from '../../../session.js';
import { useTitle } from '../../../title.js';
import { order, useMine } from '../mine.js';
import { TimeZones } from '../time-zones.js';
import { downloadJson } from './download.js';

const mailLink = async (email: string): Promise<string> => {
  const refused = await askAuth('password/forgot', { email });
  return refused === null ? `Look into your mail at ${email}.` : refused.detail;
};

const About = ({
  of: { email, email_verified: isVerified, created_at: since, role },
}: {
  readonly of: Schemas['Profile'];
}) => (
  <>
    <dl class="facts">
      <dt>E-mail address</dt>
      <dd>
        {email} {isVerified ? <small>confirmed</small> : <small class="badge warn">not confirmed</small>}
      </dd>
      <dt>Since</dt>
      <dd>{moment(since)}</dd>
      {role === 'admin' ? (
        <>
          <dt>Role</dt>
          <dd>Administrator</dd>
        </>
      ) : null}
    </dl>
    {isVerified ? null : (
      <div class="notice">
        <p>
          Nobody has confirmed this address yet. Everything works but notifications by e-mail. The mail that followed
          the registration has the link. A link for a new password confirms the address as well:
        </p>
        <OrderButton send={() => mailLink(email)} busy="Asking …">
          Mail me a link
        </OrderButton>
      </div>
    )}
    <p>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </p>
  </>
);

const Preferences = ({ of }: { readonly of: Schemas['Profile'] }) => {
  const [said, say] = useSaid();
  return (
    <section aria-labelledby="preferences">
      <h2 id="preferences">Preferences</h2>
      <Form
        button="Save"
        send={async ({ text, isTicked }) => {
          const name = text('display_name').trim();
          await order(
            api.PATCH('/me', {
              body: {
                display_name: name === '' ? null : name,
                time_zone: text('time_zone').trim(),
                notifications_paused: isTicked('notifications_paused'),
              },
            }),
          );
          say('Saved.');
        }}
        beside={said}
      >
        <TextField name="display_name" label="Name" isOptional autoComplete="name" value={of.display_name ?? ''} />
        <TimeZones name="time_zone" value={of.time_zone} hint="In which mails state times, such as Europe/Berlin." />
        <Tick name="notifications_paused" isTicked={of.notifications_paused}>
          Pause all notifications
        </Tick>
      </Form>
    </section>
  );
};

const Password = ({ email }: { readonly email: string }) => {
  const [said, say] = useSaid();
  return (
    <section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <Form
        clears
        button="Change the password"
        busy="Changing …"
        send={async ({ text }) => {
          const body = { password: text('password'), new_password: text('new_password') };
          await order(api.PUT('/me/password', { body }));
          say('Changed. All other sessions have ended.');
        }}
        beside={said}
      >
        {/* Password managers file the new password under it. */}
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <TextField name="password" label="Password up to now" type="password" autoComplete="current-password" />
        <TextField
          name="new_password"
          label="New password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={128}
          hint="8 to 128 characters. Anything but the commonest passwords."
        />
      </Form>
    </section>
  );
};

const Email = () => {
  const [said, say] = useSaid();
  return (
    <section aria-labelledby="email">
      <h2 id="email">E-mail address</h2>
      <Form
        clears
        button="Change the address"
        send={async ({ text }) => {
          await order(api.PUT('/me/email', { body: { password: text('password'), email: text('email') } }));
          say(`Look into your mail at ${text('email')}: its link makes it the address of the account.`);
        }}
        beside={said}
      >
        <TextField name="email" label="New address" type="email" autoComplete="email" />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" />
      </Form>
    </section>
  );
};

const Data = ({ email }: { readonly email: string }) => {
  const [said, say] = useSaid();
  return (
    <section aria-labelledby="data">
      <h2 id="data">Your data</h2>
      <Form
        button="Download my data"
        busy="Gathering it …"
        label="Download"
        send={async () => {
          downloadJson('tcg-price-ledger-account.json', await bodyOf(api.GET('/me/export')));
          say('Downloaded.');
        }}
        beside={said}
      >
        <p>Everything that the ledger holds of you, as JSON.</p>
      </Form>
      <h3>Delete the account</h3>
      <ConfirmButton
        button="Delete the account …"
        title="Delete the account for good?"
        yes="Delete it for good"
        send={async () => {
          await bodyOf(api.DELETE('/me'));
          await signOut();
        }}
      >
        <p>
          Alerts, watchlists, channels, keys and notifications go with it, at once. Nobody can bring them back. Download
          your data first if you need them.
        </p>
        <TextField
          name="confirmed"
          label={`Type ${email} to confirm`}
          autoComplete="off"
          pattern={email.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)}
          hint="The e-mail address of the account."
        />
      </ConfirmButton>
    </section>
  );
};

export const ProfilePage = () => {
  useTitle('Profile');
  const profile = useMine(['me'], () => bodyOf(api.GET('/me')));
  return (
    <>
      <h1>Profile</h1>
      <Answer of={profile} lines={20}>
        {(me) => (
          <>
            <About of={me} />
            <div class="columns">
              <Preferences of={me} />
              <Password email={me.email} />
              <Email />
              <Data email={me.email} />
            </div>
          </>
        )}
      </Answer>
    </>
  );
};
