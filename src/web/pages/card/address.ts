/** The state of the card page that lives in its address, so that a link shows what its sender saw. */
import { useCallback } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { useQueryOfAddress } from '../../query.js';

type Name =
  | 'alert'
  | 'candles'
  | 'explain'
  | 'explain_of'
  | 'from'
  | 'known_at'
  | 'log'
  | 'of'
  | 'offers'
  | 'range'
  | 'to'
  | 'with';

export type Changes = Readonly<Partial<Record<Name, string | null>>>;

export interface CardAddress {
  readonly get: (name: Name) => string | null;
  /** Sets parameters, `null` takes one out. The page before stays one step back: this one has no steps of its own. */
  readonly change: (changes: Changes) => void;
}

export const useCardAddress = (): CardAddress => {
  const [, go] = useLocation();
  const query = useQueryOfAddress();
  const change = useCallback(
    (changes: Changes): void => {
      // Of the address itself: two changes may come before the page is drawn again, and one after it led to another card.
      const next = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(changes))
        if (value === null) next.delete(name);
        else next.set(name, value);
      const search = next.toString();
      const before = location.search.replace(/^\?/, '');
      if (search !== before)
        go(search === '' ? location.pathname : `${location.pathname}?${search}`, { replace: true });
    },
    [go],
  );
  return { get: (name) => query.get(name), change };
};
