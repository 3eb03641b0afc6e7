import { expect } from 'chai';
import { browseQuota } from '../../../src/sources/ebay/quota.js';

const rate = (remaining: number, more: object = {}): object => ({
  ...{ count: 5_000 - remaining, limit: 5_000, remaining, reset: '2026-10-02T07:00:00.000Z', timeWindow: 86_400 },
  ...more,
});
const answer = (...resources: object[]): string =>
  JSON.stringify({ rateLimits: [{ apiContext: 'buy', apiName: 'Browse', apiVersion: 'v1', resources }] });

describe('what eBay says of its quota', () => {
  it('is that of all Browse methods but getItems', () => {
    const text = answer(
      { name: 'buy.browse.item.bulk', rates: [rate(7)] },
      { name: 'buy.browse', rates: [rate(4_812)] },
    );
    expect(browseQuota.read(text)).to.deep.equal({ limit: 5_000, remaining: 4_812, resetsAt: '2026-10-02T07:00:00Z' });
  });

  it('is the tightest of a day, and not that of some minutes', () => {
    const rates = [rate(900), rate(30), rate(2, { timeWindow: 300 })];
    expect(browseQuota.read(answer({ name: 'buy.browse', rates }))).to.include({ remaining: 30 });
  });

  it('may leave out when it is whole again, its window and its count', () => {
    const rates = [{ limit: 100, remaining: 0 }];
    expect(browseQuota.read(answer({ name: 'buy.browse', rates }))).to.deep.equal({
      ...{ limit: 100, remaining: 0, resetsAt: null },
    });
  });

  it('is not known where the answer does not state it', () => {
    for (const text of [
      '{}',
      '{"rateLimits":[]}',
      answer(),
      answer({ name: 'buy.browse' }),
      answer({ name: 'x', rates: [rate(1)] }),
    ])
      expect(browseQuota.read(text), text).to.equal(null);
  });

  for (const [what, text, path] of [
    ['no JSON', '<html>', 'instead of JSON'],
    ['a text for a number', answer({ name: 'buy.browse', rates: [{ limit: 1, remaining: '1' }] }), 'rates.0.remaining'],
    ['less than nothing', answer({ name: 'buy.browse', rates: [{ limit: 1, remaining: -1 }] }), 'rates.0.remaining'],
    ['no time', answer({ name: 'buy.browse', rates: [{ limit: 1, remaining: 1, reset: 'soon' }] }), 'rates.0.reset'],
    ['a list', '[]', 'body'],
  ] as const) {
    it(`is refused, with the field named: ${what}`, () => {
      expect(() => browseQuota.read(text))
        .to.throw(path)
        .with.property('code', 'SOURCE_PAYLOAD_INVALID');
    });
  }
});
