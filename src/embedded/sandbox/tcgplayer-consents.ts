/** The consents of stores at the simulated TCGplayer: the page of an application shows a code, which is exchanged for a store's token. */
import type { FormatAnswer, FormatRequest } from './format.js';
import { mix } from './hash.js';

const pagePath = /^\/admin\/Apps\/([^/]{1,100})$/;
const codeLetters = 6;

export interface StoreConsents {
  /** Returns the page of an application; `null` for another path. */
  page(request: FormatRequest): FormatAnswer | null;
  /** Exchanges a code, once. Returns the token of the store; `null` if the code is none. */
  give(code: string): string | null;
  isGiven(token: string): boolean;
  end(): void;
}

/** Creates the consents: none yet. */
export const createStoreConsents = (): StoreConsents => {
  const codes = new Set<string>();
  const tokens = new Set<string>();
  let handedOut = 0;
  return {
    page({ path, method }) {
      if (method !== 'GET' || !pagePath.test(path)) return null;
      handedOut += 1;
      const code = mix(11, handedOut).toString(36).toUpperCase().padStart(codeLetters, '0').slice(-codeLetters);
      codes.add(code);
      const body = `<h1>Simulated store</h1><p>Authorization code: <code>${code}</code></p>`;
      return { status: 200, type: 'text/html', body, known: true };
    },
    give(code) {
      if (!codes.delete(code)) return null;
      const token = `simulated-store-${code}`;
      tokens.add(token);
      return token;
    },
    isGiven: (token) => tokens.has(token),
    end: () => tokens.clear(),
  };
};
