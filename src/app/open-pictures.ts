/** Where the pictures of cards come from, as CARD_IMAGES has it. On a simulated ledger they are drawn. */
import { join } from 'node:path';
import { type Dispatcher, ProxyAgent } from 'undici';
import type { CardPictures } from '../api/dashboard/options.js';
import { createPictureProxy } from '../api/dashboard/picture-proxy.js';
import { type ProxyVariables, proxyFor } from '../collecting/http/proxy.js';
import { createGuardedAgent } from '../delivery/guarded-agent.js';
import { createNetworkGuard } from '../delivery/network-guard.js';
import { drawCard } from '../embedded/sandbox/card-picture.js';
import { imageOrigins } from '../sources/tcgplayer-rows/image-origins.js';
import type { Ledger } from './ledger.js';

/**
 * Creates what connects to hosts of pictures: public addresses only, by https, or the proxy of the variables. A proxy resolves names
 * itself, so what it reaches is its operator's concern.
 */
const createConnections = (proxies: ProxyVariables) => {
  const guarded = createGuardedAgent({ guard: createNetworkGuard([]) });
  const agents = new Map<string, ProxyAgent>();
  const through = (proxy: URL): ProxyAgent => {
    const { username, password, origin, href } = proxy;
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const token = credentials === ':' ? {} : { token: `Basic ${Buffer.from(credentials).toString('base64')}` };
    const agent = agents.get(href) ?? new ProxyAgent({ uri: origin, ...token });
    agents.set(href, agent);
    return agent;
  };
  return {
    dispatcherFor: (url: string): Dispatcher => {
      // By http anybody between could change the picture; the guarded agent refuses it.
      const proxy = url.startsWith('https://') ? proxyFor(url, proxies) : null;
      return proxy === null ? guarded : through(proxy);
    },
    close: async (): Promise<void> => {
      for (const agent of [guarded, ...agents.values()]) await agent.destroy();
    },
  };
};

export interface OpenPictures {
  /** `undefined`: no card has a picture. */
  readonly pictures: CardPictures | undefined;
  readonly close: () => Promise<void>;
}

const nothingToClose = (): Promise<void> => Promise.resolve();

/** Opens the pictures for an API of this process. */
export const openPictures = async (
  { config, runtime, logger }: Pick<Ledger, 'config' | 'runtime' | 'logger'>,
  { simulated }: { simulated: boolean },
): Promise<OpenPictures> => {
  const { cardImages, dataDir, userAgent, proxies } = config;
  if (cardImages === 'none') return { pictures: undefined, close: nothingToClose };
  if (simulated) return { pictures: { kind: 'drawn', draw: drawCard }, close: nothingToClose };
  if (cardImages === 'link') return { pictures: { kind: 'link', origins: imageOrigins }, close: nothingToClose };
  const { dispatcherFor, close } = createConnections(proxies);
  const proxy = await createPictureProxy({
    ...{ folder: join(dataDir, 'pictures'), dispatcherFor, userAgent, runtime, logger },
  });
  return { pictures: { kind: 'proxy', find: proxy.find }, close };
};
