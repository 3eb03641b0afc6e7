/** Goal: clients get what the policies promise, in one process and in several that share counters. */
import { expect } from 'chai';
import { createQuotas, type Quotas, unitsPerRequest } from '../../../src/api/rate-limit/quotas.js';
import type { SharedCounters } from '../../../src/cache/shared-counters.js';
import { limits } from '../../../src/base/limits.js';
import { createFakeRuntime } from '../../support/fake-runtime.js';

const policies = [
  { name: 'burst', requests: 10, windowS: 60 },
  { name: 'hour', requests: 25, windowS: 3_600 },
];
const ask = (quotas: Quotas, client: string, times: number): number => {
  let admitted = 0;
  for (let at = 0; at < times; at += 1) {
    if (!quotas.has(client)) continue;
    quotas.spend(client, unitsPerRequest);
    admitted += 1;
  }
  return admitted;
};

describe('quotas', () => {
  it('admit what each policy allows in its window, and as much again in the next', async () => {
    const runtime = createFakeRuntime();
    const quotas = createQuotas({ policies, runtime });
    expect(ask(quotas, 'a', 30)).to.equal(10);
    expect(quotas.states('a').map(({ remaining, resetS }) => [remaining, resetS])).to.deep.equal([
      [0, 60],
      [15, 3_600],
    ]);
    expect(ask(quotas, 'b', 1), 'another client').to.equal(1);
    await runtime.advance(59_999);
    expect(ask(quotas, 'a', 1)).to.equal(0);
    await runtime.advance(1);
    expect(ask(quotas, 'a', 30)).to.equal(10);
    await runtime.advance(60_000);
    expect(ask(quotas, 'a', 30), 'what the hour has left').to.equal(5);
    await runtime.advance(3_480_000);
    expect(ask(quotas, 'a', 30)).to.equal(10);
  });

  it('count parts of requests, and whole ones are what is left of them', () => {
    const quotas = createQuotas({ policies, runtime: createFakeRuntime() });
    quotas.spend('a', 1);
    expect(quotas.states('a')[0]).to.deep.include({ remaining: 9, isSpent: false });
    quotas.spend('a', 98);
    expect(quotas.has('a')).to.equal(true);
    quotas.spend('a', 1);
    expect(quotas.has('a')).to.equal(false);
  });

  it('forget the client seen longest ago rather than grow without end', () => {
    const quotas = createQuotas({ policies, runtime: createFakeRuntime() });
    ask(quotas, 'first', 10);
    ask(quotas, 'second', 10);
    for (let at = 0; at < limits.quotaClientsMax - 1; at += 1) quotas.spend(`client ${at}`, 1);
    expect(quotas.has('first')).to.equal(true);
    expect(quotas.has('second')).to.equal(false);
  });

  describe('of several processes', () => {
    const runtime = createFakeRuntime();
    let away = false;
    let counts: Map<string, { total: number; endMs: number }>;
    const shared: SharedCounters = {
      add(key, amount, windowS) {
        if (away) return Promise.reject(new Error('away'));
        const now = runtime.monotonicMs();
        const found = counts.get(key);
        const count = found === undefined || found.endMs <= now ? { total: 0, endMs: now + windowS * 1_000 } : found;
        count.total += amount;
        counts.set(key, count);
        return Promise.resolve({ total: count.total, endsInMs: count.endMs - now });
      },
      close: () => Promise.resolve(),
    };
    const two = (): [Quotas, Quotas] => [
      createQuotas({ policies, runtime, shared }),
      createQuotas({ policies, runtime, shared }),
    ];
    beforeEach(() => {
      counts = new Map();
      away = false;
    });

    it('admit together what one would, once they have reconciled', async () => {
      const [one, other] = two();
      expect(ask(one, 'a', 6)).to.equal(6);
      await one.reconcile();
      expect(ask(other, 'a', 2)).to.equal(2);
      await other.reconcile();
      expect(ask(other, 'a', 10), 'ten less eight').to.equal(2);
      await other.reconcile();
      // The one learns of it with what it tells next.
      expect(ask(one, 'a', 1)).to.equal(1);
      await one.reconcile();
      expect(ask(one, 'a', 10)).to.equal(0);
      expect(counts.get('burst:a')?.total).to.equal(11 * unitsPerRequest);
    });

    it('end a window together', async () => {
      const [one, other] = two();
      ask(one, 'b', 10);
      await one.reconcile();
      await runtime.advance(30_000);
      ask(other, 'b', 1);
      await other.reconcile();
      expect(other.states('b')[0]).to.deep.include({ remaining: 0, resetS: 30 });
      await runtime.advance(30_000);
      expect(other.has('b')).to.equal(true);
    });

    it('go on alone while the counters are away, and tell all of it afterwards', async () => {
      const [one, other] = two();
      away = true;
      for (let at = 0; at < 250; at += 1) one.spend(`client ${at}`, unitsPerRequest);
      expect(ask(one, 'c', 30)).to.equal(10);
      await one.reconcile();
      away = false;
      await one.reconcile();
      expect(counts.get('burst:c')?.total).to.equal(10 * unitsPerRequest);
      expect([...counts.keys()].filter((key) => key.startsWith('burst:client'))).to.have.length(250);
      ask(other, 'c', 1);
      await other.reconcile();
      expect(other.has('c')).to.equal(false);
    });
  });
});
