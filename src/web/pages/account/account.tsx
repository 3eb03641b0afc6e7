/** The pages of a user's account: who is not signed in is sent to sign in, and back. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Link, Route, Switch, useLocation } from 'wouter-preact';
import { Waiting } from '../../answer.js';
import { paths } from '../../paths.js';
import { useSession } from '../../session.js';
import { NotFound } from '../not-found.js';
import { AlertPage } from './alerts/alert.js';
import { Alerts } from './alerts/alerts.js';
import { Channels } from './channels/channels.js';
import { Keys } from './keys/keys.js';
import { Notifications } from './notifications.js';
import { ProfilePage } from './profile/profile.js';
import { WatchlistPage } from './watchlists/watchlist.js';
import { Watchlists } from './watchlists/watchlists.js';
import './account.css';

const entries = [
  [paths.alerts, 'Alerts'],
  [paths.watchlists, 'Watchlists'],
  [paths.channels, 'Channels'],
  [paths.notifications, 'Notifications'],
  [paths.keys, 'API keys'],
  [paths.account, 'Profile'],
] as const;

const Entries = () => {
  const [at] = useLocation();
  const isAt = (href: string): boolean =>
    at.replace(/\/$/, '') === href || (href !== paths.account && at.startsWith(`${href}/`));
  return (
    <nav class="account-nav" aria-label="Account">
      {entries.map(([href, text]) => (
        <Link key={href} href={href} aria-current={isAt(href) ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
};

/** Shows its content to the user, and asks others to sign in. */
const ForUser = ({ children }: { readonly children: ComponentChildren }) => {
  const { state, email } = useSession();
  const [, go] = useLocation();
  const isOut = state === 'signed_out';
  useEffect(() => {
    if (isOut) go(paths.signInBy('in', location.pathname + location.search), { replace: true });
  }, [isOut]);
  // By its key, nothing of one user stays on the page of the next.
  return state === 'signed_in' ? <div key={email}>{children}</div> : <Waiting />;
};

const Account = () => (
  <ForUser>
    <Entries />
    <Switch>
      <Route path={paths.account} component={ProfilePage} />
      <Route path={paths.alerts} component={Alerts} />
      <Route path="/account/alerts/:alertId">{({ alertId }) => <AlertPage key={alertId} alertId={alertId} />}</Route>
      <Route path={paths.watchlists} component={Watchlists} />
      <Route path="/account/watchlists/:listId">{({ listId }) => <WatchlistPage key={listId} listId={listId} />}</Route>
      <Route path={paths.channels} component={Channels} />
      <Route path={paths.notifications} component={Notifications} />
      <Route path={paths.keys} component={Keys} />
      <Route component={NotFound} />
    </Switch>
  </ForUser>
);

export default Account;
