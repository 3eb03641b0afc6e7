/** The HTTP agent of everything that goes to URLs of users: it connects to addresses that the guard lets pass only. */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { deliveryLimits } from './limits.js';
import { addressRefused, type Judgement, type NetworkGuard } from './network-guard.js';

/** Resolves a host name to all its addresses; throws as `dns.lookup` does. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Resolves as the system does. */
const resolveHost: ResolveHost = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

/** http is for networks that the operator allowed: to a public address it would show the message to everybody between. */
const mayPass = (judgement: Judgement, protocol: string): boolean =>
  judgement === 'allowed' || (judgement === 'public' && protocol === 'https:');

export interface GuardedAgentOptions {
  readonly guard: NetworkGuard;
  readonly resolve?: ResolveHost;
  /** Certificates of authorities besides the system's, for tests. */
  readonly ca?: string;
}

/**
 * Creates the agent. The addresses of a host are resolved and judged for each new connection, and the connection goes to
 * those: one that is refused refuses the host, since a name with a public and a private address is an attempt. Errors
 * are WEBHOOK_ADDRESS_REFUSED.
 */
export const createGuardedAgent = ({ guard, resolve = resolveHost, ca }: GuardedAgentOptions): Agent => {
  const connectors = new Map<string, buildConnector.connector>();
  const connectorFor = (protocol: string): buildConnector.connector => {
    const found = connectors.get(protocol);
    if (found !== undefined) return found;
    const connector = buildConnector({
      timeout: deliveryLimits.connectMs,
      ...(ca === undefined ? {} : { ca }),
      lookup: (hostname, options, callback) => {
        resolve(hostname).then(
          (addresses) => {
            const [first] = addresses;
            const isFine = addresses.every(({ address }) => mayPass(guard.judge(address), protocol));
            if (first === undefined || !isFine) callback(addressRefused(), '', 4);
            else if (options.all === true) callback(null, [...addresses]);
            else callback(null, first.address, first.family);
          },
          (error: unknown) => callback(error as NodeJS.ErrnoException, '', 4),
        );
      },
    });
    connectors.set(protocol, connector);
    return connector;
  };
  return new Agent({
    // A later request resolves and judges again.
    pipelining: 1,
    keepAliveTimeout: 1_000,
    connect: (options, callback) => {
      const { protocol, hostname } = options;
      const bare = hostname.replace(/^\[|\]$/g, '');
      // An address is not looked up.
      if (isIP(bare) !== 0 && !mayPass(guard.judge(bare), protocol)) {
        callback(addressRefused(), null);
        return;
      }
      connectorFor(protocol)(options, (error, socket) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        // The second lock: whatever chose the address, nothing is sent to one that is refused.
        if (mayPass(guard.judge(socket.remoteAddress ?? ''), protocol)) callback(null, socket);
        else {
          socket.destroy();
          callback(addressRefused(), null);
        }
      });
    },
  });
};
