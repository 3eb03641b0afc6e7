/**
 * The consent of an account's owner, from the page on which it is given to the token that is stored: what `sources authorise` does. A
 * running collector uses the token from its next request on.
 */
import { type LedgerError, ledgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import type { Database } from '../postgres/database.js';
import { type Consents, type ConsentState, openConsents } from './consents.js';
import { createSourceClient } from './http/client.js';
import type { ProxyVariables } from './http/proxy.js';
import { openRequestLog } from './http/request-log.js';
import type { RequestTiming } from './http/send.js';
import { oauthErrorOf, refusedCredentials } from './http/token.js';
import type { EventLog } from '../log/event-log.js';
import type { Consent, Source } from './source.js';
import { openControlReader } from './source-control.js';

export interface AuthoriseDeps {
  readonly database: Database;
  readonly log: Pick<EventLog, 'readStream'>;
  readonly runtime: Runtime;
  readonly source: Source;
  readonly userAgent: string;
  readonly proxies?: ProxyVariables;
  /** Waits of the HTTP client, if not those of the limits. */
  readonly timing?: RequestTiming;
}

/** Returns the consent that a source knows. Throws VALIDATION_FAILED if it knows none. */
const consentOf = ({ name, authorisation }: Source): Consent => {
  if (authorisation?.consent !== undefined) return authorisation.consent;
  const expected = 'a source with accounts: ebay, tcgplayer, or one of their sandboxes';
  throw ledgerError('VALIDATION_FAILED', `source ${name}: expected ${expected}`, { details: { source: expected } });
};

const consentsOf = (deps: AuthoriseDeps, consent: Consent): Consents => openConsents(deps, deps.source.name, consent);

/** Returns the page on which the owner of the account agrees. Throws VALIDATION_FAILED, and CONFIG_INVALID where a variable is missing. */
export const askForConsent = async (deps: AuthoriseDeps): Promise<{ readonly page: string }> => {
  const consent = consentOf(deps.source);
  // Fails before anything is stored, where the page cannot be named.
  consent.page('');
  return { page: consent.page(await consentsOf(deps, consent).ask()) };
};

const wrongCode = (expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `code: expected ${expected}`, { details: { code: expected } });

/** A code as it is pasted: alone, or in the address that the page led to. */
interface PastedCode {
  readonly code: string;
  /** `null` for a code alone. */
  readonly state: string | null;
}

const parseUrl = (text: string): URL | null =>
  /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null;

/** Returns a code as it is, where it was copied from an address. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Reads what was pasted. Throws VALIDATION_FAILED without quoting it. */
export const readPasted = (pasted: string, { code: { pattern, expected }, returnsState }: Consent): PastedCode => {
  const text = pasted.trim();
  const url = parseUrl(text);
  if (url === null) {
    const code = decoded(text);
    if (!pattern.test(code)) throw wrongCode(expected);
    return { code, state: null };
  }
  const refusal = url.searchParams.get('error');
  if (refusal !== null) {
    const word = /^[\w-]{1,40}$/.test(refusal) ? refusal : 'an error';
    throw wrongCode(`an address with a code; this one says that there was no consent (${word})`);
  }
  const code = url.searchParams.get('code') ?? '';
  const state = url.searchParams.get('state');
  if (!pattern.test(code)) throw wrongCode(`${expected}, in the parameter code of the address`);
  if (returnsState && state === null) throw wrongCode('an address with the parameter state too: the whole of it');
  return { code, state };
};

/** Returns the error for a refused exchange: the code is wrong, or the credentials are. */
const refusedCode = (source: string, path: string, status: number, word: string | undefined): LedgerError => {
  if (status !== 400 || word === 'invalid_client') return refusedCredentials(path)(status, '');
  const expected = 'a code that is fresh and was not used yet: ask for another';
  const what = word === undefined ? `answered ${status}` : `answered ${status}, ${word}`;
  const details = { code: expected };
  return ledgerError('VALIDATION_FAILED', `code: ${source} refuses it (${what}); expected ${expected}`, { details });
};

/**
 * Exchanges a code for the token of the account, and stores the token sealed. Throws VALIDATION_FAILED for a code or a state that is
 * wrong, and the errors of the source's client. Nothing is stored unless all of it succeeds.
 */
export const takeConsent = async (deps: AuthoriseDeps, pasted: string, signal: AbortSignal): Promise<ConsentState> => {
  const { source, log } = deps;
  const consent = consentOf(source);
  const consents = consentsOf(deps, consent);
  const { code, state } = readPasted(pasted, consent);
  if (state !== null) await consents.assertAsked(state);
  const control = openControlReader(log, source.name);
  // One request less than a run may send: a run that goes on in another process may take the last one at the same moment.
  const settings = { ...source.settings, dailyBudget: Math.max(1, source.settings.dailyBudget - 1) };
  const requests = openRequestLog({ ...deps, source: { ...source, settings }, control });
  const client = createSourceClient({ ...deps, requests, control });
  try {
    const { path, shownAs, form, basic, read } = consent.exchange(code);
    const received = await client.post({
      ...{ path, shownAs, form, signal, check: read },
      ...(basic === undefined ? {} : { basic }),
      refusal: (status, text) => refusedCode(source.name, shownAs, status, oauthErrorOf(text)),
    });
    await requests.received(received.requestId, received.body.length);
    return await consents.given(received.value);
  } finally {
    await client.close();
  }
};
