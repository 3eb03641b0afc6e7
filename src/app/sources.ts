/** The sources that can be configured, by name. Adding a marketplace adds a folder in sources/ and an entry here. */
import { ledgerError } from '../base/errors.js';
import type { Source } from '../collecting/source.js';
import type { SourceName } from '../domain/source.js';
import { type CardmarketSettings, createCardmarketSource } from '../sources/cardmarket/cardmarket.js';
import { createEbaySource, type EbaySettings } from '../sources/ebay/ebay.js';
import { createTcgcsvSource, type TcgcsvSettings } from '../sources/tcgcsv/tcgcsv.js';
import { createTcgplayerSource, type TcgplayerSettings } from '../sources/tcgplayer/tcgplayer.js';

/** A source whose credentials may not be configured. */
type TcgplayerConfig = Omit<TcgplayerSettings, 'publicKey' | 'privateKey'> & {
  readonly publicKey: string | undefined;
  readonly privateKey: string | undefined;
};

type EbayConfig = Omit<EbaySettings, 'clientId' | 'clientSecret'> & {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
};

/** The configuration of each source. */
export interface SourceConfigs {
  readonly tcgcsv: TcgcsvSettings;
  readonly 'sandbox-tcgcsv': TcgcsvSettings;
  readonly tcgplayer: TcgplayerConfig;
  readonly 'sandbox-tcgplayer': TcgplayerConfig;
  readonly cardmarket: CardmarketSettings;
  readonly 'sandbox-cardmarket': CardmarketSettings;
  readonly ebay: EbayConfig;
  readonly 'sandbox-ebay': EbayConfig;
}

/** Returns a credential. Throws CONFIG_INVALID if it is not configured. */
const configured = (source: SourceName, variable: string, value: string | undefined): string => {
  if (value !== undefined) return value;
  const expected = `a value: ${source} is not collected without one`;
  throw ledgerError('CONFIG_INVALID', `${variable}: expected ${expected}`, { details: { [variable]: expected } });
};

const createTcgplayer = (name: SourceName, config: TcgplayerConfig): Source =>
  createTcgplayerSource(name, {
    ...config,
    publicKey: configured(name, 'TCGPLAYER_PUBLIC_KEY', config.publicKey),
    privateKey: configured(name, 'TCGPLAYER_PRIVATE_KEY', config.privateKey),
  });

const createEbay = (name: SourceName, config: EbayConfig): Source =>
  createEbaySource(name, {
    ...config,
    clientId: configured(name, 'EBAY_CLIENT_ID', config.clientId),
    clientSecret: configured(name, 'EBAY_CLIENT_SECRET', config.clientSecret),
  });

const create: { readonly [N in SourceName]: (name: N, config: SourceConfigs[N]) => Source } = {
  tcgcsv: createTcgcsvSource,
  'sandbox-tcgcsv': createTcgcsvSource,
  tcgplayer: createTcgplayer,
  'sandbox-tcgplayer': createTcgplayer,
  cardmarket: createCardmarketSource,
  'sandbox-cardmarket': createCardmarketSource,
  ebay: createEbay,
  'sandbox-ebay': createEbay,
};

/** Creates a source with its configuration. Throws CONFIG_INVALID where a credential is missing. */
export const createSource = <N extends SourceName>(name: N, config: SourceConfigs[N]): Source =>
  create[name](name, config);
