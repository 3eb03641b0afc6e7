/** TLS, users and clusters: the leader is found by gossip, or from a node that does not lead. */
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPosition } from '../../../src/domain/envelope.js';
import { errorCode } from '../../../src/base/errors.js';
import { createEventStoreLog, type EventStoreLog } from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { selfSigned } from '../../support/certificates.js';
import {
  type Member,
  type StandIn,
  type StandInOptions,
  startEventStoreStandIn,
} from '../../support/eventstore/server.js';
import { createStore } from '../../support/eventstore/store.js';
import { until } from '../../support/wait-for.js';
import { events, follow, metadata, readEverything } from '../support.js';

const runtime = systemRuntime();

describe('EventStoreDB: TLS, users, clusters', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let folder: string;
  const open = (url: string): EventStoreLog => {
    const log = createEventStoreLog({ url, runtime });
    closing.push(() => log.close());
    return log;
  };
  const start = async (options: StandInOptions = {}): Promise<StandIn> => {
    const server = await startEventStoreStandIn(options);
    closing.push(() => server.stop());
    return server;
  };
  const append = async (log: EventStoreLog, stream = 'test-a') =>
    (await log.append([{ stream, expectedRevision: 'any', events: events(1) }], metadata))[0];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-test-'));
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  after(() => rm(folder, { recursive: true }));

  describe('with TLS', () => {
    const users = {
      admin: { password: 'pa:ss@%', isAdmin: true },
      reader: { password: 'reads', isAdmin: false },
    };
    let server: StandIn;
    let caFile: string;
    const url = (credentials: string, query = `tlsCAFile=${encodeURIComponent(caFile)}`): string =>
      `esdb://${credentials}127.0.0.1:${server.port}?${query}`;
    beforeEach(async () => {
      const tls = selfSigned();
      caFile = join(folder, 'ca of the test.crt');
      await writeFile(caFile, tls.cert);
      server = await start({ tls, users });
    });

    it('appends, reads and subscribes with a password of any characters', async () => {
      for (const credentials of ['admin:pa%3Ass%40%25@', 'admin:pa:ss@%25@']) {
        const log = open(url(credentials));
        expect(await append(log)).to.include({ outcome: 'appended' });
        const subscriber = follow(log, { after: startPosition });
        await until('the events', () => subscriber.ids().length > 0);
        await subscriber.stop();
        expect(await log.describe()).to.include({ server_version: '24.10.4' });
      }
      expect(server.counts.unauthenticated).to.equal(0);
    });

    it('throws CONFIG_INVALID without the password if user or password are wrong, missing or lack rights', async () => {
      for (const credentials of ['admin:wrong@', '', 'reader:reads@']) {
        const log = open(url(credentials));
        const error = await log.head().catch((thrown: unknown) => thrown);
        expect(errorCode(error), credentials).to.equal('CONFIG_INVALID');
        expect(String(error)).to.include('EVENTSTORE_URL').and.not.include('reads').and.not.include('wrong');
        expect(await append(log).then(() => 'none', errorCode)).to.equal('CONFIG_INVALID');
        const subscriber = follow(log, { after: startPosition });
        expect(await subscriber.done.then(() => 'none', errorCode)).to.equal('CONFIG_INVALID');
      }
    });

    it('rejects a certificate of an unknown authority', async () => {
      const log = open(url('admin:pa%3Ass%40%25@', 'connectionName=nobody'));
      const error = await log.head().catch((thrown: unknown) => thrown);
      expect(errorCode(error)).to.equal('LOG_UNAVAILABLE');
      expect(server.counts.reads).to.equal(0);
    });

    it('finds the leader by its IP address', async () => {
      const log = open(url('admin:pa%3Ass%40%25@').replace('esdb:', 'esdb+discover:'));
      expect(await append(log)).to.include({ outcome: 'appended' });
      expect(server.counts.gossip).to.be.at.least(1);
    });

    it('rejects a trusted certificate of another IP address', async () => {
      const tls = selfSigned('127.0.0.2');
      server = await start({ tls, users });
      await writeFile(caFile, tls.cert);
      const log = open(url('admin:pa%3Ass%40%25@'));
      const error = await log.head().catch((thrown: unknown) => thrown);
      expect(errorCode(error)).to.equal('LOG_UNAVAILABLE');
      expect(String(error)).to.include("IP: 127.0.0.1 is not in the cert's list: 127.0.0.2");
      expect(server.counts.reads).to.equal(0);
    });

    it('throws LOG_UNAVAILABLE for plain text to a TLS server, and for TLS to a plain-text server', async () => {
      const plain = await start();
      for (const wrong of [
        `esdb://127.0.0.1:${server.port}?tls=false&defaultDeadline=500`,
        `esdb://127.0.0.1:${plain.port}?defaultDeadline=500`,
      ]) {
        expect(
          await open(wrong)
            .head()
            .then(() => 'none', errorCode),
        ).to.equal('LOG_UNAVAILABLE');
      }
    });
  });

  describe('in a cluster', () => {
    let leader: StandIn;
    let follower: StandIn;
    let members: Member[];
    let leads: 'leader' | 'follower';
    const nodeOf = (name: 'leader' | 'follower'): StandIn => (name === 'leader' ? leader : follower);
    const elect = (name: 'leader' | 'follower'): void => {
      leads = name;
      members = (['leader', 'follower'] as const).map((each) => ({
        address: '127.0.0.1',
        port: nodeOf(each).port,
        state: each === name ? ('leader' as const) : ('follower' as const),
      }));
    };
    const whereIfNot = (name: 'leader' | 'follower') => () =>
      leads === name ? null : { host: '127.0.0.1', port: nodeOf(leads).port };
    beforeEach(async () => {
      const store = createStore();
      leads = 'leader';
      members = [];
      leader = await start({ store, members: () => members, leader: whereIfNot('leader') });
      follower = await start({ store, members: () => members, leader: whereIfNot('follower') });
      elect('leader');
    });

    it('finds the leader by gossip, from several hosts or by discovery', async () => {
      const several = open(`esdb://127.0.0.1:${follower.port},127.0.0.1:${leader.port}?tls=false`);
      expect(await append(several)).to.include({ outcome: 'appended', revision: 0 });
      const discovered = open(`esdb+discover://127.0.0.1:${follower.port}?tls=false`);
      expect(await append(discovered)).to.include({ outcome: 'appended', revision: 1 });
      expect(await readEverything(discovered, { after: startPosition })).to.have.lengthOf(2);
      expect(leader.counts.appends).to.equal(2);
      expect(leader.counts.gossip + follower.counts.gossip).to.be.at.least(2);
      expect([follower.counts.appends, follower.counts.reads, follower.counts.notLeader]).to.deep.equal([0, 0, 0]);
    });

    it('follows a single host that is not the leader to the leader, for reads and appends', async () => {
      const log = open(`esdb://127.0.0.1:${follower.port}?tls=false`);
      expect(await log.head()).to.equal(startPosition);
      expect(follower.counts.notLeader).to.be.at.least(1);
      expect(await append(log)).to.include({ outcome: 'appended', revision: 0 });
      expect(follower.counts.reads).to.equal(0);
    });

    it('moves appends and subscriptions to a newly elected leader, with no event lost or duplicated', async () => {
      const log = open(`esdb://127.0.0.1:${leader.port},127.0.0.1:${follower.port}?tls=false`);
      const subscriber = follow(log, { after: startPosition });
      await append(log);
      await until('the event', () => subscriber.ids().length === 1);
      for (const name of ['follower', 'leader', 'follower'] as const) {
        elect(name);
        nodeOf(name === 'leader' ? 'follower' : 'leader').dropConnections();
        await until('an append that succeeds', () =>
          append(log).then(
            () => true,
            () => false,
          ),
        );
      }
      const all = (await readEverything(log, { after: startPosition })).map((each) => each.id);
      await until('all events', () => subscriber.ids().length === all.length);
      await subscriber.stop();
      expect(subscriber.ids()).to.deep.equal(all);
      expect(follower.counts.appends).to.be.at.least(1);
    });
  });
});
