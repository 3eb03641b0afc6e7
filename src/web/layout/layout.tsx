/** What every page has: the header with the search, the mark of simulated data, and the footer. */
import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary, useRef } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { SimulatedMark } from '../components/simulated-ledger.js';
import { ledger } from '../ledger.js';
import { paths } from '../paths.js';
import { useSession } from '../session.js';
import { SearchBox } from './search-box.js';
import { ThemeButton } from './theme.js';

const entries = [
  [paths.movers, 'Movers'],
  [paths.highs, 'Highs'],
  [paths.lows, 'Lows'],
  [paths.sets, 'Sets'],
  [paths.status, 'Status'],
] as const;

const NavLink = ({ href, children }: { readonly href: string; readonly children: ComponentChildren }) => {
  const [at] = useLocation();
  return (
    <Link href={href} aria-current={at === href || at.startsWith(`${href}/`) ? 'page' : undefined}>
      {children}
    </Link>
  );
};

/** Leads back to the page that one was on. */
const signInFrom = (at: string): string =>
  at === paths.signIn || at === paths.start ? paths.signIn : paths.signInBy('in', at);

const Header = () => {
  const { state } = useSession();
  const [at] = useLocation();
  return (
    <header class="top">
      <Link href={paths.start} class="brand">
        <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
          <rect x="5" y="3" width="22" height="26" rx="3" fill="currentColor" />
          <path d="M9 22h4v-5h5v-6h5" fill="none" stroke="var(--page)" stroke-width="2.5" />
        </svg>
        <span>TCG Price Ledger</span>
      </Link>
      {at === paths.start ? <span class="search-box" /> : <SearchBox />}
      <nav aria-label="Main">
        {entries.map(([href, text]) => (
          <NavLink key={href} href={href}>
            {text}
          </NavLink>
        ))}
      </nav>
      <nav class="own" aria-label="Yours">
        {state === 'signed_in' ? (
          <NavLink href={paths.account}>Account</NavLink>
        ) : (
          <Link href={signInFrom(at)} aria-current={at === paths.signIn ? 'page' : undefined}>
            Sign in
          </Link>
        )}
        <ThemeButton />
      </nav>
    </header>
  );
};

const Footer = () => (
  <footer>
    <p>
      Prices as the marketplaces showed them, each with its source and its time. <a href="/docs">API and guides</a> ·{' '}
      <a href="/openapi.json">OpenAPI</a> · <Link href={paths.status}>How fresh this is</Link>
    </p>
    <p>
      Charts by <a href="https://www.tradingview.com/">TradingView</a> Lightweight Charts™. Not affiliated with any
      marketplace or publisher. {ledger.version}
    </p>
  </footer>
);

/** The browser goes back or forward: it brings the page's place back by itself. */
let cameBack = false;
addEventListener('popstate', () => {
  cameBack = true;
});

/** Moves the focus and the view to the new page's beginning, as a loaded page does. */
const useNewPage = (): void => {
  const [at] = useLocation();
  const shown = useRef(at);
  useEffect(() => {
    // A page that was just loaded is where the browser left it, and begins with its header.
    if (shown.current === at) return;
    shown.current = at;
    if (!cameBack) scrollTo(0, 0);
    cameBack = false;
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  }, [at]);
};

/** Says that a page did not come: a file of it is gone with the build that it was of, or the server is away. */
const Guarded = ({ children }: { readonly children: ComponentChildren }) => {
  const [at] = useLocation();
  const [error, reset] = useErrorBoundary() as [Error | undefined, () => void];
  useEffect(reset, [at]);
  if (error === undefined) return <>{children}</>;
  return (
    <>
      <h1>This page did not load</h1>
      <div class="notice failure" role="alert">
        <p>The server is away, or has a newer version of this page. ({error.message})</p>
        <button type="button" onClick={() => location.reload()}>
          Load it again
        </button>
      </div>
    </>
  );
};

export const Layout = ({ children }: { readonly children: ComponentChildren }) => {
  useNewPage();
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      {ledger.simulated ? <SimulatedMark /> : null}
      <Header />
      <main id="main" tabIndex={-1}>
        <Guarded>{children}</Guarded>
      </main>
      <Footer />
    </>
  );
};
