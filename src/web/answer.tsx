/** Asks the API for what a page shows, and says what is the matter while, or if, it is not there. */
import { QueryClient, useQuery } from '@tanstack/preact-query';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { ApiError } from './api.js';
import { after } from './clock.js';
import { paths } from './paths.js';

/** How long an answer is shown without asking again: prices come once a day, and live changes renew what they touch. */
const freshMs = 60_000;

/** After so long there are requests left again. */
const limitedMs = 60_000;

/** A refusal stays one; an absent server may come back. */
const isPassing = (error: Error): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 502 || error.status === 503;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshMs,
      refetchOnWindowFocus: true,
      // The ledger may be in this house: a browser that says it is offline would never ask.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (failures, error) => failures < 3 && isPassing(error),
    },
  },
});

export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  /** The data are of the question before: the answer to this one is on its way. */
  readonly isOld: boolean;
  readonly again: () => void;
}

/** How often an answer is asked for again; it can depend on the last one. */
export type Every<T> = number | false | ((data: T | undefined) => number | false);

/**
 * Asks for what `key` names. Two components with one key share the request. `keep`: shows the answer to the question before
 * while the next one is on its way, as lists do that are filtered. `everyMs`: asks again so often, while the page is looked at.
 */
export const useAnswer = <T,>(
  key: readonly unknown[],
  ask: () => Promise<T>,
  {
    enabled = true,
    keep = false,
    everyMs = false,
  }: {
    readonly enabled?: boolean;
    readonly keep?: boolean;
    readonly everyMs?: Every<T>;
  } = {},
): Asked<T> => {
  const query = useQuery<T>({
    queryKey: key,
    queryFn: ask,
    enabled,
    refetchInterval: typeof everyMs === 'function' ? ({ state }) => everyMs(state.data) : everyMs,
    ...(keep ? { placeholderData: (before: T | undefined) => before as never } : {}),
  });
  return { data: query.data, error: query.error, isOld: query.isPlaceholderData, again: () => void query.refetch() };
};

/** Says what went wrong and what to do about it. */
const Failure = ({ error, again }: { readonly error: Error; readonly again: () => void }) => {
  const status = error instanceof ApiError ? error.status : 0;
  useEffect(() => (status === 429 ? after(limitedMs, again) : undefined), [error]);
  return (
    <div class="notice failure" role="alert">
      <p>{error.message}</p>
      {status === 429 ? <p>Too many requests from your address. The page goes on by itself in a minute.</p> : null}
      {status === 401 ? (
        <p>
          Prices are shown to those with an account here:{' '}
          <Link href={paths.signInBy('in', location.pathname + location.search)}>sign in</Link>.
        </p>
      ) : (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
};

/** Shows an answer: a place-holder until it is there, the failure if it does not come. */
export const Answer = <T,>({
  of,
  lines = 3,
  children,
}: {
  readonly of: Asked<T>;
  /** How high the place-holder is, so that the page does not jump. */
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}) => {
  if (of.data !== undefined)
    return (
      <div aria-busy={of.isOld} class={of.isOld ? 'old' : undefined}>
        {children(of.data)}
      </div>
    );
  if (of.error !== null) return <Failure error={of.error} again={of.again} />;
  return <Waiting lines={lines} />;
};

/** Holds the place of what is on its way. */
export const Waiting = ({ lines = 12 }: { readonly lines?: number }) => (
  <div class="skeleton" role="status" style={{ height: `${lines * 1.6}rem` }}>
    <span class="visually-hidden">Loading …</span>
  </div>
);

/** Says that there is nothing, and what to do. */
export const Nothing = ({ children }: { readonly children: ComponentChildren }) => (
  <p class="notice nothing">{children}</p>
);
