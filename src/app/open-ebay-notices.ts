/** How eBay tells this process of closed accounts, and how its notices are known to be eBay's. */
import type { EbayDeletions } from '../api/services.js';
import { errorCode } from '../base/errors.js';
import { openNoticeKeys } from '../sources/ebay/notice-keys.js';
import { isSigned, readSignature } from '../sources/ebay/notice-signature.js';
import type { Ledger } from './ledger.js';
import { createSource } from './sources.js';

export interface OpenEbayNotices {
  /** `undefined`: eBay does not tell this ledger. */
  readonly ebayDeletions: EbayDeletions | undefined;
  readonly close: () => Promise<void>;
}

const nothingToClose = (): Promise<void> => Promise.resolve();

/** Opens it as the configuration has it. Without the keys of an application no signature can be checked. */
export const openEbayNotices = ({
  config,
  runtime,
  logger,
}: Pick<Ledger, 'config' | 'runtime' | 'logger'>): OpenEbayNotices => {
  const { ebayDeletions, sources, userAgent, proxies } = config;
  if (ebayDeletions === undefined) return { ebayDeletions: undefined, close: nothingToClose };
  const { clientId, clientSecret } = sources.ebay;
  if (clientId === undefined || clientSecret === undefined) return { ebayDeletions, close: nothingToClose };
  const keys = openNoticeKeys({ source: createSource('ebay', sources.ebay), userAgent, runtime, proxies });
  const judge: EbayDeletions['judge'] = async (header, body) => {
    const signature = readSignature(header);
    if (signature === null) return 'forged';
    try {
      const key = await keys.get(signature.kid);
      return key !== null && isSigned(body, signature, key) ? 'genuine' : 'forged';
    } catch (error) {
      const reason = { code: errorCode(error), error: (error as Error).message };
      logger.warn('the signature of a notice of eBay could not be checked', reason);
      return 'unknown';
    }
  };
  return { ebayDeletions: { ...ebayDeletions, judge }, close: () => keys.close() };
};
