/** Which client a request counts for: its address, or that which a trusted proxy says it came from. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';

/** Bits of an IPv6 address that belong to one customer: a single machine can use all addresses within. */
const ipv6Bits = 64;

/** Returns the text that all addresses of one client share: an IPv4 address, or the network of an IPv6 address. */
export const networkOf = (address: string): string => {
  // A zone (fe80::1%eth0) names an interface of this machine.
  const [plain = ''] = address.split('%');
  if (!ipaddr.isValid(plain)) return 'unknown';
  const parsed = ipaddr.process(plain);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${ipv6Bits}`);
  return `${network.toString()}/${ipv6Bits}`;
};

/** Returns what is wrong with a list of trusted proxies, in words; `null` if nothing is. */
export const trustedProxiesProblem = (proxies: readonly string[]): string | null => {
  try {
    proxyAddr.compile([...proxies]);
    return null;
  } catch {
    return 'addresses or networks such as 10.0.0.0/8 or ::1, or loopback, linklocal, uniquelocal, separated by commas';
  }
};

/**
 * Creates the function that returns the client of a request. X-Forwarded-For counts only as far as the addresses that it
 * names, from the last one back, are trusted proxies: anything before that could be written by the client.
 */
export const createClientKey = (trustedProxies: readonly string[]): ((request: IncomingMessage) => string) => {
  const trust = proxyAddr.compile([...trustedProxies]);
  return (request) => {
    const direct = request.socket.remoteAddress;
    // Without proxies the header is not even read: this runs for every cached answer.
    if (trustedProxies.length === 0) return direct === undefined ? 'unknown' : networkOf(direct);
    return direct === undefined ? 'unknown' : networkOf(proxyAddr(request, trust));
  };
};
