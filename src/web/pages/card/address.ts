/** The state of the card page that lives in its address, so that a link shows what its sender saw. */
import { useCallback } from 'preact/hooks';
import { useSearchParams } from 'wouter-preact';

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
  /** Sets parameters, `null` takes one out. The page before stays one step back. */
  readonly change: (changes: Changes) => void;
}

export const useCardAddress = (): CardAddress => {
  const [query, setQuery] = useSearchParams();
  const change = useCallback(
    (changes: Changes): void =>
      setQuery(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes))
            if (value === null) next.delete(name);
            else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
  return { get: (name) => query.get(name), change };
};
