/** Which addresses webhooks may reach. */
import { expect } from 'chai';
import { createNetworkGuard, parseNetworks } from '../../src/delivery/network-guard.js';

const guardOf = (...allowed: string[]) => {
  const parsed = parseNetworks(allowed);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return createNetworkGuard(parsed.networks);
};

describe('the network guard', () => {
  const guard = guardOf();

  it('lets public addresses pass', () => {
    for (const address of ['8.8.8.8', '93.184.216.34', '2606:4700::1111', '[2606:4700::1111]', '::ffff:8.8.8.8'])
      expect(guard.judge(address), address).to.equal('public');
  });

  const refused: Readonly<Record<string, readonly string[]>> = {
    loopback: ['127.0.0.1', '127.1.2.3', '::1', '0.0.0.0', '::'],
    private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1', 'fec0::1'],
    'link-local, where clouds keep their metadata': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254'],
    'shared, of documentation, tests, protocols': ['100.64.0.1', '192.0.2.1', '198.18.0.1', '192.0.0.1', '2001:db8::1'],
    'multicast, broadcast, reserved': ['224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1', '4000::1'],
    'mapped into IPv6': [
      '::ffff:10.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:a9fe:a9fe',
      '[::ffff:127.0.0.1]',
      '::127.0.0.1',
    ],
    'of NAT64, 6to4, Teredo': ['64:ff9b::10.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1', '2002:a00:1::', '2001::1'],
    'not addresses': ['', 'localhost', 'example.com', '10.0.0'],
  };
  for (const [what, addresses] of Object.entries(refused)) {
    it(`refuses addresses that are ${what}`, () => {
      for (const address of addresses) expect(guard.judge(address), address).to.equal('refused');
    });
  }

  it('reads shortened and octal spellings as the system does, or refuses them', () => {
    for (const address of ['0177.0.0.1', '0x7f.1', '2130706433', '127.1'])
      expect(guard.judge(address), address).to.equal('refused');
  });

  it('allows what the operator named, and only that', () => {
    const allowing = guardOf('10.1.0.0/16', '127.0.0.1', 'fd00::/8');
    for (const address of ['10.1.2.3', '127.0.0.1', 'fd00::1', '::ffff:10.1.2.3'])
      expect(allowing.judge(address), address).to.equal('allowed');
    for (const address of ['10.2.0.1', '127.0.0.2', 'fc00::1', '::1'])
      expect(allowing.judge(address), address).to.equal('refused');
  });

  it('takes addresses and networks only', () => {
    for (const text of ['localhost', '10.0.0.0/33', '10.1', '', '*', '10.0.0.0/-1'])
      expect(parseNetworks([text]), text).to.have.property('problem');
  });
});
