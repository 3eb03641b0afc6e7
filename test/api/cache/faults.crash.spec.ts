/**
 * Goal: whatever happens to Redis changes no answer. Method: the hunt (hunt.ts), with a Redis that is paused, killed, started
 * again and flushed at random; then with a broken twin, which takes every kept answer for right and must be caught.
 */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { type RedisStandIn, startRedisStandIn } from '../../support/redis-stand-in.js';
import { hunt } from './stale-answer-hunt.js';

/** What happens next, by the number of the change; the same every run. Between two troubles there is time to heal. */
const troubleOf = (redis: RedisStandIn) => {
  let heal: (() => Promise<void> | void) | undefined;
  let calmUntil = 0;
  const kinds = new Set<string>();
  const trouble = async (change: number): Promise<void> => {
    const chance = createHash('sha256').update(`trouble ${change}`).digest().readUInt8();
    if (chance % 10 === 0) redis.flush();
    if (change < calmUntil) return;
    if (heal !== undefined) {
      await heal();
      heal = undefined;
      calmUntil = change + 20;
    } else if (chance % 3 === 0) {
      redis.pause();
      kinds.add('paused');
      heal = redis.resume;
      calmUntil = change + 5;
    } else if (chance % 3 === 1) {
      await redis.kill();
      kinds.add('killed');
      heal = redis.restart;
      calmUntil = change + 5;
    }
  };
  const healed = async (): Promise<void> => {
    await heal?.();
    heal = undefined;
  };
  return { trouble, healed, kinds };
};

describe('cached reads under faults of Redis', () => {
  let redis: RedisStandIn;
  beforeEach(async () => {
    redis = await startRedisStandIn();
  });
  afterEach(async () => {
    redis.resume();
    await redis.close().catch(() => undefined);
  });

  it('equal uncached reads while Redis is paused, killed and flushed under load', async function () {
    this.timeout(180_000);
    const { trouble, healed, kinds } = troubleOf(redis);
    const { wrong, answers, hits } = await hunt({
      redisUrls: [redis.url],
      namespace: 'hunt',
      changes: 80,
      trouble,
      healed,
    });
    expect([...kinds].sort()).to.deep.equal(['killed', 'paused']);
    expect(wrong).to.deep.equal([]);
    expect(answers).to.be.greaterThan(200);
    expect(hits.local).to.be.greaterThan(50);
    expect(hits.shared).to.be.greaterThan(0);
  });

  it('catch a broken twin that ignores invalidations', async function () {
    this.timeout(180_000);
    const { wrong } = await hunt({
      redisUrls: [redis.url],
      namespace: 'hunt',
      changes: 30,
      deaf: true,
      trouble: () => undefined,
    });
    expect(wrong.length).to.be.greaterThan(0);
    expect(wrong.join('\n'))
      .to.match(/seen before was/)
      .and.match(/is not the uncached answer/);
  });
});
