/**
 * Goal: with two of every role on all engines, whoever of them is killed or paused for half a minute, another goes on within
 * ten seconds; nothing is lost, written twice or written by two, and Kafka holds everything in order. Method:
 * test/crash/two-of-every-role.ts; Kafka is read by kcat.
 */
import { expect } from 'chai';
import { describeTwoOfEveryRole } from '../crash/two-of-every-role.js';
import { expectAllSent } from './sent.js';
import { needWorld, startWorld } from './world.js';

describe('on all engines', () => {
  before(function () {
    return needWorld(this);
  });
  describeTwoOfEveryRole({
    rounds: 1,
    pauseMs: 30_000,
    leases: [
      ['schedule-tcgcsv', 'collector'],
      ['latest_prices', 'projector'],
      ['coverage', 'projector'],
      ['publisher_kafka_prices', 'publisher'],
      ['alerter', 'alerter'],
    ],
    open: async () => {
      const world = await startWorld();
      return { ...world, logUrl: world.eventStoreUrl };
    },
    lastly: async (world) => {
      // At least once: whoever dies between a broker's answer and its checkpoint sends that page again.
      expect(await expectAllSent(world, 'tcg.prices.v1', { once: false })).to.be.greaterThan(2_000);
      expect(await expectAllSent(world, 'tcg.alerts.v1', { once: false })).to.be.greaterThan(40);
    },
  });
});
