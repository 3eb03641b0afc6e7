/** The query of the page's address, as it stands there. */
import { navigate, useSearch } from 'wouter-preact/use-browser-location';

/** Returns the query, and renders again when it changes. wouter's own decodes it twice, so that a value with a % is another. */
export const useQueryOfAddress = (): URLSearchParams => new URLSearchParams(useSearch());

/** Replaces the query of the page's address. `replace`: the one before is not kept in the history. */
const setQueryOfAddress = (
  next: Readonly<Record<string, string>> | URLSearchParams,
  { replace = false }: { readonly replace?: boolean } = {},
): void => {
  const text = new URLSearchParams(next).toString();
  navigate(text === '' ? location.pathname : `${location.pathname}?${text}`, { replace });
};

/** Returns the query, and how to set another one. */
export const useAddressQuery = (): readonly [URLSearchParams, typeof setQueryOfAddress] => [
  useQueryOfAddress(),
  setQueryOfAddress,
];

/** Returns the last part of the page's path, decoded once; wouter leaves a / and an & in it encoded. */
export const lastPartOfPath = (): string => {
  const part = location.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    // Not the encoding of a text: nothing has that name.
    return part;
  }
};
