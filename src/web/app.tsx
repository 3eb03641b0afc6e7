/** The pages by their addresses. Pages that few visits open are loaded when they are opened. */
import { lazy, Suspense } from 'preact/compat';
import { Route, Switch } from 'wouter-preact';
import { Layout } from './layout/layout.js';
import { NotFound } from './pages/not-found.js';
import { Search } from './pages/search.js';
import { Start } from './pages/start.js';
import { lastPartOfPath } from './query.js';

const Card = lazy(() => import('./pages/card/card.js'));
const Sets = lazy(() => import('./pages/sets/sets.js'));
const CardSet = lazy(() => import('./pages/sets/set.js'));
const Movers = lazy(() => import('./pages/rankings/movers.js'));
const Extremes = lazy(() => import('./pages/rankings/extremes.js'));
const Status = lazy(() => import('./pages/status/status.js'));
const SignIn = lazy(() => import('./pages/sign-in.js'));
const Account = lazy(() => import('./pages/account/account.js'));

export const App = () => (
  <Layout>
    <Suspense fallback={<div class="skeleton" style={{ height: '20rem' }} />}>
      <Switch>
        <Route path="/" component={Start} />
        <Route path="/search" component={Search} />
        <Route path="/cards/:cardId">{() => <Card key={lastPartOfPath()} cardId={lastPartOfPath()} />}</Route>
        <Route path="/sets" component={Sets} />
        <Route path="/sets/:setId">{() => <CardSet key={lastPartOfPath()} setId={lastPartOfPath()} />}</Route>
        <Route path="/movers" component={Movers} />
        <Route path="/highs">{() => <Extremes key="highs" of="highs" />}</Route>
        <Route path="/lows">{() => <Extremes key="lows" of="lows" />}</Route>
        <Route path="/status" component={Status} />
        <Route path="/sign-in" component={SignIn} />
        <Route path="/account/*?" component={Account} />
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  </Layout>
);
