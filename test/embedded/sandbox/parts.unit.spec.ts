import { expect } from 'chai';
import { createFaultQueue, parseFault } from '../../../src/embedded/sandbox/faults.js';
import type { FaultInput } from '../../../src/embedded/sandbox/faults.js';
import { draw, mix, normal, smoothNoise, spellAt } from '../../../src/embedded/sandbox/hash.js';
import { judgeUserAgent } from '../../../src/embedded/sandbox/user-agent-policy.js';
import { cleanNameOf } from '../../../src/embedded/sandbox/names.js';
import { lastUpdatedText, zonelessTime } from '../../../src/embedded/sandbox/tcgcsv-format.js';
import type { LedgerError } from '../../../src/base/errors.js';

const thousand = Array.from({ length: 20_000 }, (_, at) => at);

describe('sandbox hash', () => {
  it('spreads evenly and has no order', () => {
    const values = thousand.map((at) => draw(5, at));
    expect(values.reduce((a, b) => a + b) / values.length).to.be.closeTo(0.5, 0.01);
    expect(values.filter((value) => value < 0.1).length / values.length).to.be.closeTo(0.1, 0.01);
    expect(new Set(thousand.map((at) => mix(at, 1))).size).to.be.greaterThan(19_990);
    expect(mix(1, 2)).not.to.equal(mix(2, 1));
  });

  it('has a normal with mean 0 and deviation 1', () => {
    const values = thousand.map((at) => normal(7, at));
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(mean).to.be.closeTo(0, 0.03);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.sqrt(variance)).to.be.closeTo(1, 0.03);
  });

  it('has noise without jumps within its bounds', () => {
    const values = thousand.map((at) => smoothNoise(9, 1, at - 10_000, 100));
    expect(values.every((value) => value >= -1 && value <= 1)).to.equal(true);
    expect(Math.max(...values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? 0))))).to.be.lessThan(0.04);
    expect(Math.max(...values) - Math.min(...values)).to.be.greaterThan(1.5);
  });

  it('has spells as long as the rule allows, at most one in a block', () => {
    const rule = { salt: 3, blockTicks: 50, chance: 0.5, minTicks: 4, maxTicks: 9 };
    const lengths = new Map<number, number>();
    for (const tick of thousand) {
      const spell = spellAt(77, tick, rule);
      if (spell !== undefined) lengths.set(spell, (lengths.get(spell) ?? 0) + 1);
    }
    expect(lengths.size / (20_000 / 50)).to.be.within(0.4, 0.6);
    expect([...lengths.values()].slice(1, -1).every((length) => length >= 4 && length <= 9)).to.equal(true);
  });
});

describe('sandbox wire words', () => {
  it('prints the stamp with an offset without a colon', () => {
    expect(lastUpdatedText(new Date('2026-07-23T20:05:33.400Z'))).to.equal('2026-07-23T20:05:33+0000\n');
  });

  it('prints times without a zone and without trailing zeros', () => {
    const printed = ['2025-06-17T11:40:15.840Z', '2025-06-17T11:40:10.000Z', '2025-06-17T11:40:15.007Z'].map((text) =>
      zonelessTime(new Date(text)),
    );
    expect(printed).to.deep.equal(['2025-06-17T11:40:15.84', '2025-06-17T11:40:10', '2025-06-17T11:40:15.007']);
  });

  it('cleans names', () => {
    expect(cleanNameOf("Café Respite: Ranger's ★ (001)")).to.equal('Cafe Respite Ranger s 001');
  });
});

describe('sandbox manners', () => {
  const status = (agent: string | undefined): number => {
    const verdict = judgeUserAgent(agent);
    return verdict.welcome ? 200 : verdict.status;
  };

  it('turns away who does not say who they are', () => {
    const nobody = [undefined, '', ' ', 'node', 'undici', 'axios/1.7.2', 'python-requests/2.31.0', 'curl/8.5.0'];
    expect(nobody.map(status)).to.deep.equal(nobody.map(() => 401));
    expect(status('Mozilla/5.0')).to.equal(401);
  });

  it('refuses other forms than YourApplication/X.Y.Z', () => {
    const wrong = ['Name/1.0 (+https://example.org)', 'Name/1.0', 'Name', 'Name/1.2.3 (contact)', 'Name/v1.2.3'];
    expect(wrong.map(status)).to.deep.equal(wrong.map(() => 403));
  });

  it('welcomes the form asked for, names that begin like a library included', () => {
    expect(['TcgPriceLedger/1.2.3', 'my-app/0.1.0', 'Nodexample/1.0.0'].map(status)).to.deep.equal([200, 200, 200]);
  });
});

describe('sandbox faults', () => {
  const failure = (input: unknown): LedgerError => {
    try {
      parseFault(input);
    } catch (error) {
      return error as LedgerError;
    }
    throw new Error('accepted');
  };

  it('names the wrong field', () => {
    const cases: readonly [unknown, string][] = [
      [{ status: 404 }, 'status'],
      [{ kind: 'fire' }, 'kind'],
      [{}, 'kind'],
      [{ status: 429, kind: 'hang' }, 'kind'],
      [{ kind: 'slow' }, 'ms'],
      [{ kind: 'hang', ms: 5 }, 'ms'],
      [{ kind: 'hang', count: 0 }, 'count'],
      [{ status: 401, retry_after: 3 }, 'retry_after'],
      [{ kind: 'hang', retry_after: 3 }, 'retry_after'],
      [{ kind: 'hang', oops: 1 }, 'oops'],
      [{ kind: 'hang', path: '' }, 'path'],
      ['text', 'body'],
    ];
    for (const [input, field] of cases) {
      const error = failure(input);
      expect(error.code).to.equal('VALIDATION_FAILED');
      expect(Object.keys(error.details), JSON.stringify(input)).to.include(field);
      expect(error.message).to.contain(field);
    }
  });

  it('spends a fault as often as its count says, in the order added', () => {
    const queue = createFaultQueue();
    queue.add({ status: 429, count: 2, retry_after: 1 });
    queue.add({ kind: 'html' });
    expect([1, 2, 3, 4].map(() => queue.take('/x')?.status ?? 'none')).to.deep.equal([429, 429, 'none', 'none']);
    expect(queue.pending()).to.deep.equal([]);
  });

  it('keeps a fault for the path it fits', () => {
    const queue = createFaultQueue();
    const faults: FaultInput[] = [{ kind: 'stale-stamp' }, { kind: 'duplicate' }, { status: 503, path: '/68/' }];
    faults.forEach((fault) => queue.add(fault));
    expect(queue.take('/tcgplayer/3')).to.equal(undefined);
    expect(queue.take('/tcgplayer/68/950001/prices')?.kind).to.equal('duplicate');
    expect(queue.take('/tcgplayer/68/950001/prices')?.status).to.equal(503);
    expect(queue.take('/last-updated.txt')?.kind).to.equal('stale-stamp');
  });

  it('forgets on demand, and lends out copies only', () => {
    const queue = createFaultQueue();
    queue.add({ kind: 'hang', count: 5 });
    const [copy] = queue.pending();
    if (copy !== undefined) copy.count = 1;
    expect(queue.pending()[0]?.count).to.equal(5);
    queue.clear();
    expect(queue.take('/x')).to.equal(undefined);
  });
});
