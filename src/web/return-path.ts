/** Where a page leads after a sign-in. */

/** Returns the path of `to` within this site; that of the account for none, and for an address elsewhere. */
export const returnPath = (to: string | null, origin: string): string => {
  const fallback = '/account';
  if (to === null || !to.startsWith('/') || !URL.canParse(to, origin)) return fallback;
  // Browsers read //host and /\host as addresses elsewhere.
  const url = new URL(to, origin);
  return url.origin === origin && !url.pathname.startsWith('/sign-in')
    ? url.pathname + url.search + url.hash
    : fallback;
};
