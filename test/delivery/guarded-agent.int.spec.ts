/**
 * Goal: no name, redirection or second answer of a resolver leads a webhook into the network. Method: real servers on
 * loopback, reached through resolvers that answer as an attacker's would.
 */
import { expect } from 'chai';
import { systemRuntime } from '../../src/base/runtime.js';
import { createGuardedAgent, type ResolveHost } from '../../src/delivery/guarded-agent.js';
import { createNetworkGuard, parseNetworks } from '../../src/delivery/network-guard.js';
import { post } from '../../src/delivery/post.js';
import { startWebReceiver, type WebReceiver } from './support/receivers.js';

describe('the guarded agent', () => {
  let secure: WebReceiver;
  let plain: WebReceiver;
  const closing: (() => Promise<unknown>)[] = [];
  before(async () => {
    secure = await startWebReceiver();
    plain = await startWebReceiver({ secure: false });
  });
  after(async () => {
    for (const close of closing) await close();
    await secure.close();
    await plain.close();
  });
  beforeEach(() => {
    secure.requests.length = 0;
    plain.requests.length = 0;
  });

  const agentOf = (resolve: ResolveHost, allow: readonly string[] = []) => {
    const parsed = parseNetworks(allow);
    if ('problem' in parsed) throw new Error(parsed.problem);
    const agent = createGuardedAgent({ guard: createNetworkGuard(parsed.networks), resolve, ca: secure.ca });
    closing.push(() => agent.destroy());
    return agent;
  };
  const answers =
    (...lists: readonly string[][]): ResolveHost =>
    async () => {
      const list = lists.length > 1 ? (lists as string[][]).shift()! : lists[0]!;
      return list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
  const ask = (dispatcher: ReturnType<typeof agentOf>, url: string) =>
    post({ dispatcher, runtime: systemRuntime() }, { url, headers: {}, body: '{}' });
  const atName = (url: string): string => url.replace('127.0.0.1', 'localhost');
  const refusal = /not public/;

  it('reaches an allowed address, by name and by number, over https and http', async () => {
    const agent = agentOf(answers(['127.0.0.1']), ['127.0.0.0/8']);
    for (const url of [secure.url, atName(secure.url), plain.url, atName(plain.url)])
      expect(await ask(agent, url), url).to.deep.include({ outcome: 'delivered', status: 204 });
    expect([secure.requests.length, plain.requests.length]).to.deep.equal([2, 2]);
  });

  it('refuses private addresses after resolution', async () => {
    const agent = agentOf(answers(['127.0.0.1']));
    const outcome = await ask(agent, atName(secure.url));
    expect(outcome).to.deep.include({ outcome: 'retry', status: null });
    expect((outcome as { reason: string }).reason).to.match(refusal);
  });

  it('refuses private addresses as they stand, in every spelling of a URL', async () => {
    const agent = agentOf(answers(['127.0.0.1']));
    const { port } = new URL(secure.url);
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ]) {
      const outcome = await ask(agent, `https://${host}:${port}/`);
      expect((outcome as { reason: string }).reason, host).to.match(refusal);
    }
  });

  it('refuses a name that has a public and a private address', async () => {
    const agent = agentOf(answers(['8.8.8.8', '127.0.0.1']));
    expect(((await ask(agent, atName(secure.url))) as { reason: string }).reason).to.match(refusal);
  });

  it('asks the resolver once for a connection, and connects to what it judged', async () => {
    let asked = 0;
    const rebinding: ResolveHost = async () => {
      asked += 1;
      // The first answer is allowed; a second look would lead elsewhere.
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    const agent = agentOf(rebinding, ['127.0.0.1']);
    expect(await ask(agent, atName(secure.url))).to.include({ outcome: 'delivered' });
    expect(asked).to.equal(1);
  });

  it('judges anew for the next connection: a name that is rebound is refused then', async () => {
    const agent = agentOf(answers(['127.0.0.1'], ['127.0.0.2']), ['127.0.0.1']);
    secure.replies.push({ status: 204, headers: { connection: 'close' } });
    expect(await ask(agent, atName(secure.url))).to.include({ outcome: 'delivered' });
    expect(((await ask(agent, atName(secure.url))) as { reason: string }).reason).to.match(refusal);
  });

  it('sends nothing over http to a public address', async () => {
    const agent = agentOf(answers(['8.8.8.8']));
    expect(((await ask(agent, 'http://cards.example/')) as { reason: string }).reason).to.match(refusal);
    expect(((await ask(agent, 'http://8.8.8.8/')) as { reason: string }).reason).to.match(refusal);
  });

  it('does not go where a redirection leads', async () => {
    const agent = agentOf(answers(['127.0.0.1']), ['127.0.0.1']);
    secure.replies.push({ status: 307, headers: { location: plain.url } });
    expect(await ask(agent, secure.url)).to.deep.include({ outcome: 'retry', status: 307 });
    expect(plain.requests).to.have.length(0);
  });

  it('does not trust a certificate of another authority', async () => {
    const other = await startWebReceiver();
    closing.push(() => other.close());
    const agent = agentOf(answers(['127.0.0.1']), ['127.0.0.1']);
    expect(await ask(agent, other.url)).to.include({ outcome: 'retry', status: null });
    expect(other.requests).to.have.length(0);
  });

  it('tells neither host nor address of what failed', async () => {
    const agent = agentOf(async (host) => {
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
    });
    const outcome = await ask(agent, 'https://hooks.private.example/');
    expect((outcome as { reason: string }).reason).not.to.include('private.example');
    const closed = agentOf(answers(['127.0.0.1']), ['127.0.0.1']);
    expect(((await ask(closed, 'https://127.0.0.1:1/')) as { reason: string }).reason).not.to.include('127.0.0.1');
  });
});
