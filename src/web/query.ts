/** The query of the page's address, as it stands there. */
import { useSearch } from 'wouter-preact';

/** Returns the query, and renders again when it changes. wouter's own decodes it twice, so that a value with a % is another. */
export const useQueryOfAddress = (): URLSearchParams => {
  useSearch();
  return new URLSearchParams(location.search);
};
