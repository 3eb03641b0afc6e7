/**
 * Which addresses a webhook may reach. Users choose the URLs, and the service stands inside a network: without this a
 * webhook could ask the cloud's metadata server or the database's host (server-side request forgery).
 *
 * An address is judged when it is connected to, and the connection goes to the address that was judged. Rejected: a check
 * of the name before the request, because the name may have another address a moment later (DNS rebinding).
 */
import ipaddr from 'ipaddr.js';
import { ledgerError } from '../base/errors.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Network = readonly [Address, number];

const expected = 'addresses or networks such as 10.0.0.0/8 or ::1, several separated by commas';

/** Parses networks; returns what was expected instead if one is none. */
export const parseNetworks = (texts: readonly string[]): { networks: Network[] } | { problem: string } => {
  const networks: Network[] = [];
  for (const text of texts) {
    const isNetwork = ipaddr.isValidCIDR(text);
    if (!isNetwork && !ipaddr.isValid(text)) return { problem: expected };
    if (!isNetwork && !text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text)) return { problem: expected };
    const [address, bits] = isNetwork ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), text.includes(':') ? 128 : 32];
    networks.push([address, bits]);
  }
  return { networks };
};

/** Returns an address without what wraps it: ::ffff:10.0.0.1 is 10.0.0.1. */
const unwrapped = (address: Address): Address =>
  address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress()
    ? (address as ipaddr.IPv6).toIPv4Address()
    : address;

const isWithin = (address: Address, [base, bits]: Network): boolean =>
  address.kind() === base.kind() && address.match(base, bits);

/** The part of IPv6 that is routed in public: NAT64, 6to4, Teredo and tunnels within it have ranges of their own. */
const globalIpv6: Network = [ipaddr.parse('2000::'), 3];

export type Judgement = 'public' | 'allowed' | 'refused';

export interface NetworkGuard {
  /** Returns whether `address`, an IP address as text, may be connected to: as a public one, or because it is allowed. */
  judge(address: string): Judgement;
}

/** Creates the guard; `allowed` are networks that may be reached though they are not public. */
export const createNetworkGuard = (allowed: readonly Network[]): NetworkGuard => ({
  judge(text) {
    const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
    if (!ipaddr.isValid(bare)) return 'refused';
    const address = unwrapped(ipaddr.parse(bare));
    if (allowed.some((network) => isWithin(address, network))) return 'allowed';
    if (address.range() !== 'unicast') return 'refused';
    return address.kind() === 'ipv4' || isWithin(address, globalIpv6) ? 'public' : 'refused';
  },
});

/** Creates the error of an address that may not be reached. Names no address: users could map the network by it. */
export const addressRefused = (): Error =>
  ledgerError(
    'WEBHOOK_ADDRESS_REFUSED',
    'the host has an address that is not public, or http:// is used to a public one',
  );
