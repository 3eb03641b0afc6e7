/**
 * Finds out who sends a request, before anything is done for it: cached answers, quotas and routes see the principal. A request
 * without credentials passes at the cost of two look-ups in its headers.
 *
 * A credential that does not hold is refused even where none is needed: its owner would otherwise learn of it only when a limit
 * for strangers is met. Not on /auth, where an expired token may accompany the request for a new one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Accounts } from '../accounts/accounts.js';
import { authenticate } from '../accounts/authenticate.js';
import { keyTypeOf } from '../accounts/api-key-format.js';
import { ledgerError } from '../base/errors.js';
import type { Contract } from './contract.js';
import { invalidField } from './params.js';
import type { Step } from './pre-middleware.js';
import { setPrincipal } from './principal.js';

/** The parameter in which a table takes a sheet token: spreadsheets send no headers. */
const tokenParameter = 'token';

/** Returns the credential in the headers of a request; `undefined` if there is none. Throws VALIDATION_FAILED for two. */
const credentialIn = ({ headers }: IncomingMessage): string | undefined => {
  const [, bearer] = /^bearer(?: +(.*))?$/i.exec(headers.authorization ?? '') ?? [];
  const isBearer = bearer !== undefined || /^bearer *$/i.test(headers.authorization ?? '');
  const key = headers['x-api-key'];
  if (isBearer && key !== undefined) throw invalidField('X-API-Key', 'one credential, not Authorization and X-API-Key');
  // Other schemes are not for us: a proxy in front may have asked for them.
  return isBearer ? (bearer ?? '').trim() : key?.toString();
};

/**
 * Takes the sheet token out of the address, so that neither a cache nor a link nor a log has it. Returns `undefined` where the
 * operation has no table: there the parameter is unknown. Throws VALIDATION_FAILED.
 */
const takeToken = (request: IncomingMessage, contract: Pick<Contract, 'hasTable'>): string | undefined => {
  const { url = '' } = request;
  const at = url.indexOf('?');
  const pairs = url.slice(at + 1).split('&');
  const isToken = (pair: string): boolean => pair.startsWith(`${tokenParameter}=`);
  const tokens = pairs.filter(isToken).map((pair) => pair.slice(tokenParameter.length + 1));
  if (at === -1 || tokens.length === 0 || !contract.hasTable(request)) return undefined;
  const rest = pairs.filter((pair) => !isToken(pair)).join('&');
  request.url = `${url.slice(0, at)}${rest === '' ? '' : `?${rest}`}`;
  if (tokens.length > 1 || !pairs.includes('format=csv'))
    throw invalidField(tokenParameter, 'one sheet token, beside format=csv');
  const [token = ''] = tokens;
  // An address is kept in histories and logs: the keys that may do more do not belong there.
  if (keyTypeOf(token) !== 'sheet') throw invalidField(tokenParameter, 'a sheet token (tcgl_sheet_…)');
  return token;
};

/** Guesses at credentials, counted by the address they come from. */
export interface RefusedCredentials {
  /** Returns whether more may be tried; answers QUOTA_EXCEEDED if not. */
  readonly admit: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly count: (request: IncomingMessage) => void;
}

/** Creates the step. It throws UNAUTHENTICATED or VALIDATION_FAILED. */
export const createAuthenticationStep = (options: {
  accounts: Accounts;
  contract: Pick<Contract, 'hasTable'>;
  refused: RefusedCredentials | undefined;
}): Step => {
  const { accounts, contract, refused } = options;
  return (request, response) => {
    const { url = '', headers } = request;
    const hasHeaders = headers.authorization !== undefined || headers['x-api-key'] !== undefined;
    const hasToken = url.includes(`${tokenParameter}=`);
    if ((!hasHeaders && !hasToken) || !url.startsWith('/v1/') || url.startsWith('/v1/auth/')) return true;
    const token = hasToken ? takeToken(request, contract) : undefined;
    const credential = credentialIn(request) ?? token;
    if (credential === undefined) return true;
    if (refused?.admit(request, response) === false) return false;
    return authenticate(accounts, credential).then((found) => {
      if ('refused' in found) {
        refused?.count(request);
        throw ledgerError('UNAUTHENTICATED', found.refused);
      }
      setPrincipal(request, found);
      return true;
    });
  };
};
