/** Signing in, making an account, and asking for a new password. `?to=` is where it leads afterwards. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { TextField } from '../components/fields.js';
import { Form } from '../components/form.js';
import { ledger } from '../ledger.js';
import { paths } from '../paths.js';
import { useQueryOfAddress } from '../query.js';
import { returnPath } from '../return-path.js';
import { askAuth, signIn, signOut, useSession } from '../session.js';
import { useTitle } from '../title.js';
import './account/account.css';

const EmailField = ({ value }: { readonly value?: string }) => (
  <TextField
    name="email"
    label="E-mail address"
    type="email"
    autoComplete="username"
    {...(value === undefined ? {} : { value })}
  />
);

/** What passwords have to be; the server refuses others with the same words. */
const passwordRules = '8 to 128 characters. Anything but the commonest passwords; a few words together are good.';

type Way = 'forgotten' | 'in' | 'register';
const ways: readonly Way[] = ['in', 'register', 'forgotten'];

const titles: Record<Way, string> = {
  in: 'Sign in',
  register: 'Make an account',
  forgotten: 'Forgotten password',
};

const SignInForm = () => (
  <Form button="Sign in" busy="Signing in …" send={({ text }) => signIn(text('email'), text('password'))}>
    <EmailField />
    <TextField name="password" label="Password" type="password" autoComplete="current-password" />
  </Form>
);

const RegisterForm = ({ done }: { readonly done: (email: string) => void }) => (
  <Form
    button="Make an account"
    busy="Making it …"
    send={async ({ text }) => {
      const [email, password] = [text('email'), text('password')];
      const refused = await askAuth('register', { email, password });
      if (refused !== null) return refused;
      // An account works before its address is confirmed. One that was there before has another password: its owner gets a mail.
      if ((await signIn(email, password)) !== null) done(email);
      return null;
    }}
  >
    <EmailField />
    <TextField
      name="password"
      label="Password"
      type="password"
      autoComplete="new-password"
      minLength={8}
      maxLength={128}
      hint={passwordRules}
    />
  </Form>
);

const ForgottenForm = ({ done }: { readonly done: (email: string) => void }) => (
  <Form
    button="Mail me a link"
    send={async ({ text }) => {
      const refused = await askAuth('password/forgot', { email: text('email') });
      if (refused === null) done(text('email'));
      return refused;
    }}
  >
    <p>A mail with a link lets you choose a new one. The link holds for 30 minutes.</p>
    <EmailField />
  </Form>
);

/** What to do after a mail was asked for. The answer is the same whether or not there is an account. */
const Mailed = ({ email, way }: { readonly email: string; readonly way: Way }) => (
  <div class="notice" role="status">
    <p>
      <strong>Look into your mail at {email}.</strong>{' '}
      {way === 'register'
        ? 'If the address is new here, the mail has a link that confirms it. If it has an account already, the mail says how to get in.'
        : 'If the address has an account here, the mail has a link for a new password.'}
    </p>
    <p>
      Nothing after some minutes? Look among unwanted mails. A ledger without a mail server sends none: its operator
      finds the link in its log.
    </p>
  </div>
);

const SignedIn = ({ email }: { readonly email: string | null }) => (
  <>
    <p>
      You are signed in{email === null || email === '' ? '' : ` as ${email}`}.{' '}
      <Link href={paths.account}>To your account</Link>
    </p>
    <button type="button" onClick={() => void signOut()}>
      Sign out
    </button>
  </>
);

const SignIn = () => {
  const query = useQueryOfAddress();
  const [, go] = useLocation();
  const { state, email } = useSession();
  const [mailed, setMailed] = useState<string | null>(null);
  const way = ways.find((each) => each === query.get('way')) ?? 'in';
  const to = query.get('to');
  useTitle(titles[way]);
  const wasSignedOut = useRef(false);
  if (state === 'signed_out') wasSignedOut.current = true;
  // A visitor who is signed in already came for this page.
  const isLeaving = state === 'signed_in' && (to !== null || wasSignedOut.current);
  useEffect(() => {
    if (isLeaving) go(returnPath(to, location.origin), { replace: true });
  }, [isLeaving]);
  useEffect(() => setMailed(null), [way]);
  const addressOf = (other: Way): string => paths.signInBy(other, to);
  if (state === 'signed_in')
    return (
      <>
        <h1>Signed in</h1>
        <SignedIn email={email} />
      </>
    );
  return (
    <div class="narrow">
      <h1>{titles[way]}</h1>
      {ledger.demoUser === null ? null : (
        <p class="notice">
          This is a demo: its user is {ledger.demoUser.email}, the password {ledger.demoUser.password}.
        </p>
      )}
      {mailed !== null ? (
        <Mailed email={mailed} way={way} />
      ) : way === 'in' ? (
        <SignInForm />
      ) : way === 'register' ? (
        <RegisterForm done={setMailed} />
      ) : (
        <ForgottenForm done={setMailed} />
      )}
      <p class="ways">
        {ways
          .filter((each) => each !== way)
          .map((each) => (
            <Link key={each} href={addressOf(each)}>
              {each === 'in' ? 'Sign in' : each === 'register' ? 'Make an account' : 'Forgotten your password?'}
            </Link>
          ))}
      </p>
    </div>
  );
};

export default SignIn;
