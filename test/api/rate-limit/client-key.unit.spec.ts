/** Goal: no client can choose the address that its requests count for. */
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { createClientKey, networkOf, trustedProxiesProblem } from '../../../src/api/rate-limit/client-key.js';

const request = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    connection: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('the client of a request', () => {
  it('is the address of the connection if no proxy is trusted, whatever a header says', () => {
    const clientOf = createClientKey([]);
    expect(clientOf(request('203.0.113.9', '198.51.100.1'))).to.equal('203.0.113.9');
    expect(clientOf(request(undefined))).to.equal('unknown');
  });

  it('is the last address before the trusted proxies', () => {
    const clientOf = createClientKey(['10.0.0.0/8', 'loopback']);
    expect(clientOf(request('10.0.0.7', '198.51.100.1'))).to.equal('198.51.100.1');
    expect(clientOf(request('127.0.0.1', '198.51.100.1, 10.1.2.3'))).to.equal('198.51.100.1');
  });

  it('is not what a client wrote before its own address', () => {
    const clientOf = createClientKey(['10.0.0.0/8']);
    expect(clientOf(request('10.0.0.7', '192.0.2.66, 198.51.100.1'))).to.equal('198.51.100.1');
    expect(clientOf(request('203.0.113.9', '192.0.2.66'))).to.equal('203.0.113.9');
    expect(clientOf(request('10.0.0.7', 'rubbish'))).to.equal('unknown');
  });

  it('is the network of an IPv6 address, and the IPv4 address that is mapped into one', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).to.equal(networkOf('2001:db8:1:2::1'));
    expect(networkOf('2001:db8:1:2::1')).not.to.equal(networkOf('2001:db8:1:3::1'));
    expect(networkOf('::ffff:203.0.113.9')).to.equal('203.0.113.9');
    expect(networkOf('fe80::1%eth0')).to.equal(networkOf('fe80::2'));
  });

  it('is found by proxies that are named well', () => {
    expect(trustedProxiesProblem(['10.0.0.0/8', '::1', 'uniquelocal'])).to.equal(null);
    for (const wrong of ['10.0.0.0/33', 'proxy.example', '', '*'])
      expect(trustedProxiesProblem([wrong]), wrong).to.match(/addresses or networks/);
  });
});
