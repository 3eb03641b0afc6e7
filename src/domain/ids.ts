/**
 * Deterministic ids (UUIDv5): collecting the same fact again makes the same id, and the log makes it a no-op.
 */
import canonicalizeModule from 'canonicalize';
import { v5 as uuidv5 } from 'uuid';

// The package is CommonJS with a default export; under NodeNext its types and its run-time shape differ.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** JSON with sorted keys and no spaces (RFC 8785): one text for one value. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
};

/** Namespace of every id the ledger derives; fixed forever, because a change would change every id. */
const ledgerNamespace = '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1';

/** UUIDv5 (RFC 9562) of a name in the ledger's namespace. */
export const uuidFromName = (name: string): string => uuidv5(name, ledgerNamespace);
