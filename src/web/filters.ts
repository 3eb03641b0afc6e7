/** Filters that live in the address of a page: its names are those of the API's parameters, and so are its values. */

/** Returns the filters of an address, without those that are empty. */
export const filtersOf = <N extends string>(
  address: URLSearchParams,
  names: readonly N[],
): { readonly [name in N]?: string } =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = address.get(name)?.trim() ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  ) as { readonly [name in N]?: string };

/** Returns the address with filters changed: an empty value takes one out. The list begins anew. */
export const withFilters = (address: URLSearchParams, changes: Readonly<Record<string, string>>): URLSearchParams => {
  const next = new URLSearchParams(address);
  next.delete('offset');
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
};

/** Returns the address of the same rows as CSV, for a spreadsheet. */
export const csvPath = (path: string, query: Readonly<Record<string, string | undefined>>): string => {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.set(name, value);
  address.set('format', 'csv');
  return `/v1${path}?${address.toString()}`;
};
