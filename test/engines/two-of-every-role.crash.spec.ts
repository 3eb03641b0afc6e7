/**
 * Goal: with two of every role on all engines, another process takes over a killed or paused holder within
 * ten seconds; no event is lost or written twice, and Kafka holds everything in order. Method:
 * test/crash/two-of-every-role.ts with pauses of half a minute; kcat reads Kafka.
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
      // At least once: a publisher that dies between a broker's answer and its checkpoint sends the page again.
      expect(await expectAllSent(world, 'tcg.prices.v1', { once: false })).to.be.greaterThan(2_000);
      expect(await expectAllSent(world, 'tcg.alerts.v1', { once: false })).to.be.greaterThan(40);
    },
  });
});
