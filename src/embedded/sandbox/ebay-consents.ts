/**
 * The consents of members at the simulated eBay. Its page agrees at once, as a browser that is signed in would after one click, and leads
 * to a page of its own, in whose address the code stands: at eBay that address is the one behind the RuName.
 */
import type { FormatAnswer, FormatRequest } from './format.js';

/** 18 months, as eBay states them. */
export const consentLifeS = 47_304_000;
/** Seconds in which a code is to be used, as eBay states them; here it waits for ever. */
const codeLifeS = 299;
const html = 'text/html';

/** What a code was handed out for. */
interface Asked {
  readonly client: string;
  readonly redirect: string;
}

export interface EbayConsents {
  /** Returns a page of consent; `null` for another path. */
  page(request: FormatRequest): FormatAnswer | null;
  /** Exchanges a code, once. Returns the refresh token; `null` if the code was not handed out for this. */
  give(client: string, form: URLSearchParams): string | null;
  isGiven(client: string, refreshToken: string | null): boolean;
  end(): void;
}

/** Creates the consents: none yet. */
export const createEbayConsents = (): EbayConsents => {
  const codes = new Map<string, Asked>();
  const clients = new Map<string, string>();
  let handedOut = 0;

  const agree = ({ query }: FormatRequest): FormatAnswer => {
    const [client, redirect] = [query.get('client_id') ?? '', query.get('redirect_uri') ?? ''];
    if (client === '' || redirect === '' || query.get('response_type') !== 'code' || !query.has('scope')) {
      return { status: 400, type: html, body: '<h1>unauthorized_client</h1>', known: true };
    }
    handedOut += 1;
    // With characters that an address has to encode, as those of eBay have.
    const code = `v^1.1#simulated-code#${handedOut}`;
    codes.set(code, { client, redirect });
    const state = query.get('state');
    const answered = new URLSearchParams({ ...(state === null ? {} : { state }), code, expires_in: String(codeLifeS) });
    return { status: 302, type: html, body: '', known: true, location: `/oauth2/accepted?${answered.toString()}` };
  };

  return {
    page(request) {
      if (request.path === '/oauth2/authorize') return agree(request);
      const body = '<h1>Simulated consent</h1><p>Paste the address of this page into the command.</p>';
      return request.path === '/oauth2/accepted' ? { status: 200, type: html, body, known: true } : null;
    },
    give(client, form) {
      const code = form.get('code') ?? '';
      const asked = codes.get(code);
      codes.delete(code);
      if (asked?.client !== client || asked.redirect !== form.get('redirect_uri')) return null;
      const refreshToken = `simulated-refresh-${code.split('#').at(-1)}`;
      clients.set(refreshToken, client);
      return refreshToken;
    },
    isGiven: (client, refreshToken) => refreshToken !== null && clients.get(refreshToken) === client,
    end: () => clients.clear(),
  };
};
