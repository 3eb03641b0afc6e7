/**
 * The client library has known defects, and the server ends calls in ways that are no errors. Each guard is tested against
 * a server that causes the defect, next to a process that uses the client alone and fails.
 */
import { EventStoreDBClient, jsonEvent, START, streamNameFilter } from '@eventstore/db-client';
import { expect } from 'chai';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPosition } from '../../../src/domain/envelope.js';
import { errorCode } from '../../../src/base/errors.js';
import { limits } from '../../../src/base/limits.js';
import type { AppendOutcome } from '../../../src/log/event-log.js';
import {
  createEventStoreLog,
  type EventStoreLog,
  type EventStoreLogOptions,
} from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { readConnectionString } from '../../../src/log/eventstoredb/connection-string.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { startEventStoreProcess } from '../../support/eventstore/process.js';
import { type StandIn, startEventStoreStandIn } from '../../support/eventstore/server.js';
import { ownScript } from '../../support/own-script.js';
import { until } from '../../support/wait-for.js';
import { events, follow, metadata, readEverything } from '../support.js';
import { eventStoreLimits } from '../../../src/log/eventstoredb/limits.js';

const runtime = systemRuntime();
/** Nobody waits for this poll: what arrives came by a wake-up. */
const noPollMs = 600_000;
/** What a call may be silent for here, instead of ten seconds. */
const silenceMs = 400;
const impatient = (url: string): string => `${url}&defaultDeadline=${silenceMs}`;

describe('EventStoreDB: guards against the client and the server', () => {
  let server: StandIn;
  const logs: EventStoreLog[] = [];
  const clients: EventStoreDBClient[] = [];
  const children: ChildProcess[] = [];
  const open = (options: Partial<EventStoreLogOptions> = {}): EventStoreLog => {
    const log = createEventStoreLog({ url: server.url, runtime, pollMs: noPollMs, ...options });
    logs.push(log);
    return log;
  };
  const clientAlone = (url = server.url): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(url);
    clients.push(client);
    return client;
  };
  const append = async (
    log: EventStoreLog,
    stream: string,
    count = 1,
    expectedRevision: number | 'any' = 'any',
  ): Promise<AppendOutcome> =>
    (await log.append([{ stream, expectedRevision, events: events(count) }], metadata))[0] as AppendOutcome;
  const fork2 = (...args: string[]): ChildProcess => {
    const script = ownScript('client-alone-child', import.meta.url);
    const child = fork(script.at(-1) as string, args, {
      execArgv: script.slice(0, -1),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    children.push(child);
    return child;
  };
  const says = async (child: ChildProcess): Promise<unknown> => ((await once(child, 'message')) as unknown[])[0];

  beforeEach(async () => {
    server = await startEventStoreStandIn();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await Promise.all(logs.splice(0).map((log) => log.close()));
    await Promise.all(clients.splice(0).map((client) => client.dispose()));
    await server.stop();
  });

  it('guard 1: a rejected append returns the actual revision', async () => {
    const log = open();
    await append(log, 'test-a', 5);
    expect(await append(log, 'test-a', 1, 1)).to.deep.include({ outcome: 'wrong_expected_revision', actual: 4 });
    const alone = clientAlone(`${server.url}&throwOnAppendFailure=false`);
    const said = await alone.appendToStream('test-a', [jsonEvent({ type: 'Tested', data: {} })], {
      expectedRevision: 1n,
    });
    expect(said).to.deep.include({ success: false, nextExpectedRevision: 1n });
  });

  it('guard 2: an append that is never answered, or whose call ends silently, is settled', async () => {
    const log = open({ url: impatient(server.url) });
    const lost = { stream: 'test-silent', expectedRevision: -1, events: events(3) };
    server.break({ appends: 'silent', appendsLeft: 1 });
    const [written] = await log.append([lost], metadata);
    expect(written).to.include({ outcome: 'appended', revision: 2 });
    expect(await log.append([lost], metadata)).to.deep.equal([{ ...written, outcome: 'already_appended' }]);
    server.break({ appends: 'end', appendsLeft: 1 });
    expect(await append(log, 'test-ended', 2)).to.include({ outcome: 'appended', revision: 1 });
    expect(await readEverything(log, { after: startPosition })).to.have.lengthOf(5);

    server.break({ appends: 'silent' });
    const { appends } = server.counts;
    let state = 'pending';
    void clientAlone()
      .appendToStream('test-alone', [jsonEvent({ type: 'Tested', data: {} })], { deadline: silenceMs })
      .then(
        () => (state = 'settled'),
        () => (state = 'settled'),
      );
    await until('the client alone has sent', () => server.counts.appends > appends);
    const stuck = { stream: 'test-stuck', expectedRevision: -1, events: events(1) };
    expect(await log.append([stuck], metadata).then(() => 'none', errorCode)).to.equal('LOG_UNAVAILABLE');
    expect(state).to.equal('pending');
    server.break();
    // What could not be settled was written: the retry finds it.
    expect((await log.append([stuck], metadata))[0]).to.include({ outcome: 'already_appended', revision: 0 });
  });

  it('guard 3: a broken connection disturbs no append on another one', async () => {
    const other = await startEventStoreStandIn();
    try {
      const [broken, healthy] = [open(), open({ url: other.url })];
      await Promise.all([append(broken, 'test-a'), append(healthy, 'test-a')]);
      other.break({ appends: 'hold' });
      const waiting = append(healthy, 'test-b');
      await until('it is held', () => other.counts.appends === 2);
      server.break({ appends: 'drop', appendsLeft: 1 });
      expect(await append(broken, 'test-b')).to.include({ outcome: 'appended', revision: 0 });
      other.break();
      other.release();
      expect(await waiting).to.include({ outcome: 'appended', revision: 0 });
      expect(other.counts.appends).to.equal(2);

      other.break({ appends: 'hold' });
      server.break({ appends: 'drop', appendsLeft: 1 });
      const [a, b] = [clientAlone(), clientAlone(other.url)];
      const one = [jsonEvent({ type: 'Tested', data: {} })];
      const disturbed = b.appendToStream('test-c', one).then(
        () => 'answered',
        (error: unknown) => (error as { type: string }).type,
      );
      await until('it is held', () => other.counts.appends === 3);
      await a.appendToStream('test-c', one).catch(() => undefined);
      expect(await disturbed).to.not.equal('answered');
    } finally {
      await other.stop();
    }
    // One client a process and URL, whatever the number of logs.
    await append(open(), 'test-d');
    const { size } = server.peers;
    await Promise.all([open(), open(), open()].map((log) => append(log, 'test-d', 1)));
    expect(server.peers.size).to.equal(size);
  });

  it('guard 4: an answer to an append that is no longer pending is dropped', async () => {
    const log = open({ url: impatient(server.url) });
    server.break({ appends: 'hold', appendsLeft: 1 });
    expect(await append(log, 'test-a', 2, -1)).to.include({ outcome: 'appended', revision: 1 });
    server.release();
    expect(await append(log, 'test-a', 1, 1)).to.include({ outcome: 'appended', revision: 2 });

    const [first, second] = [await startEventStoreProcess(), await startEventStoreProcess()];
    try {
      await first.break({ appends: 'drop' });
      await second.break({ appends: 'hold' });
      const child = fork2('late_reply', first.url, second.url);
      const exited = once(child, 'exit') as Promise<[number | null]>;
      let stderr = '';
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      expect(await says(child)).to.equal('sent to the second');
      await until('the second has it', async () => (await second.counts()).appends === 1);
      const rejected = says(child);
      child.send('go on');
      expect(await rejected).to.equal('rejected by the other one');
      await second.tell({ do: 'release' });
      expect((await exited)[0]).to.not.equal(0);
      expect(stderr).to.include('TypeError');
    } finally {
      await Promise.all([first.kill(), second.kill()]);
    }
  });

  it('guard 5: a failed feature probe stops no append, and a client that fails repeatedly is replaced', async () => {
    server.break({ featuresFail: true });
    const warned: string[] = [];
    const logger = { debug: (line: string) => warned.push(line) } as unknown as NonNullable<
      EventStoreLogOptions['logger']
    >;
    const log = open({ logger });
    for (let n = 0; n < 3; n += 1) expect(await append(log, 'test-a')).to.include({ outcome: 'appended', revision: n });
    expect(server.counts.features).to.equal(0);
    expect(await log.describe().then(() => 'none', errorCode)).to.equal('LOG_UNAVAILABLE');

    const alone = clientAlone();
    const failed: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const appended = alone.appendToStream('test-b', [jsonEvent({ type: 'Tested', data: {} })]);
      await appended.catch((error: unknown) => failed.push(String(error)));
    }
    expect(failed).to.have.lengthOf(3);
    expect(server.counts.features).to.equal(2);

    server.break({ readsFail: true });
    expect(eventStoreLimits.readTriesMax).to.be.at.least(eventStoreLimits.failuresMax);
    expect(await log.head().then(() => 'none', errorCode)).to.equal('LOG_UNAVAILABLE');
    expect(warned).to.deep.equal(['EventStoreDB does not answer, connecting again']);
    server.break();
    expect(await log.describe()).to.include({ server_version: '24.10.4', where: `127.0.0.1:${server.port}` });
    expect(await append(log, 'test-a')).to.include({ outcome: 'appended', revision: 3 });
  });

  it('guard 6: a subscription that the server ends without an error is resumed', async () => {
    const log = open();
    const subscriber = follow(log, { after: startPosition });
    await until('the subscription', () => server.counts.subscribed === 1);
    for (let round = 1; round <= 3; round += 1) {
      server.endSubscriptions();
      await until(
        'a new subscription',
        () => server.counts.subscriptions === round + 1 && server.counts.subscribed === 1,
      );
      await append(log, 'test-a', 2);
      await until('the events', () => subscriber.ids().length === 2 * round);
    }
    await subscriber.stop();
    await until('nothing is open', () => server.counts.subscribed === 0);

    let how = 'running';
    const alone = async (): Promise<void> => {
      for await (const _ of clientAlone().subscribeToAll({ fromPosition: START }));
    };
    void alone().then(
      () => (how = 'over, without an error'),
      () => (how = 'an error'),
    );
    await until('the subscription of the client alone', () => server.counts.subscribed === 1);
    server.endSubscriptions();
    await until('its end', () => how !== 'running');
    expect(how).to.equal('over, without an error');
  });

  it('guard 7: leaving a loop leaves nothing open on the server', async () => {
    const log = open();
    await append(log, 'test-a', 3);
    for await (const page of log.subscribe({
      after: startPosition,
      pageEvents: 1,
      signal: new AbortController().signal,
    })) {
      if (page.events.length > 0) break;
    }
    await until('nothing is open', () => server.counts.subscribed === 0);

    const subscription = clientAlone().subscribeToAll({ fromPosition: START });
    for await (const { event } of subscription) if (event?.streamId === 'test-a') break;
    await append(log, 'test-a');
    expect(server.counts.subscribed).to.equal(1);
    await subscription.unsubscribe();
    await until('it is closed', () => server.counts.subscribed === 0);
  });

  it('guard 8: a reader that throws gets its own error, and stalls no other reader', async () => {
    const log = open();
    await append(log, 'test-a', 3);
    const other = follow(log, { after: startPosition });
    const failing = follow(log, {
      after: startPosition,
      onPage: async () => Promise.reject(new Error('the database is away')),
    });
    expect(await failing.done.catch((error: unknown) => (error as Error).message)).to.equal('the database is away');
    await append(log, 'test-a', 40);
    await until('the other reader has all', () => other.ids().length === 43);
    await other.stop();

    const own = await startEventStoreProcess();
    try {
      const writer = createEventStoreLog({ url: own.url, runtime });
      logs.push(writer);
      await append(writer, 'test-a', 200);
      const child = fork2('checkpoint_throws', own.url);
      const said: unknown[] = [];
      child.on('message', (message) => said.push(message));
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).to.not.equal(0);
      expect(said).to.not.include('survived');
    } finally {
      await own.kill();
    }
  });

  it('guard 9: a page at the head means that all events before it were delivered', async () => {
    const log = open();
    await append(log, 'test-a', 300);
    const given: number[] = [];
    const atHead: number[] = [];
    const subscriber = follow(log, {
      after: startPosition,
      pageEvents: 50,
      onPage: async (page) => {
        given.push(...page.events.map((each) => each.revision));
        if (page.atHead) atHead.push(given.length);
      },
    });
    await until('the head', () => atHead.length > 0);
    await subscriber.stop();
    expect(atHead[0]).to.equal(300);

    const filter = streamNameFilter({ prefixes: ['test-'], checkpointInterval: 1 });
    const subscription = clientAlone().subscribeToAll({ fromPosition: START, filter });
    let handled = 0;
    let handledWhenCaughtUp = -1;
    subscription.on('caughtUp', () => (handledWhenCaughtUp = handled));
    for await (const _ of subscription) {
      handled += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (handled === 300) break;
    }
    await subscription.unsubscribe();
    expect(handledWhenCaughtUp).to.be.within(0, 299);
  });

  it('guard 10: a frozen server is detected, and events it no longer announces are found by polling', async () => {
    const { client } = readConnectionString(server.url);
    const { keepAliveMs: keepAliveInterval, keepAliveTimeoutMs: keepAliveTimeout } = eventStoreLimits;
    expect(client).to.include({ keepAliveInterval, keepAliveTimeout });

    server.break({ subscriptionsDeaf: true });
    const deaf = open({ pollMs: 20 });
    const polled = follow(deaf, { after: startPosition });
    await until('the head', () => polled.pages.some((page) => page.atHead));
    await append(deaf, 'test-a', 2);
    await until('the events, unheard of', () => polled.ids().length === 2);
    await polled.stop();

    const own = await startEventStoreProcess();
    try {
      const log = createEventStoreLog({ url: impatient(own.url), runtime });
      logs.push(log);
      const subscriber = follow(log, { after: startPosition });
      await append(log, 'test-a', 2);
      await until('the events', () => subscriber.ids().length === 2);
      own.signal('SIGSTOP');
      let alone = 'pending';
      const reads = async (): Promise<void> => {
        for await (const _ of clientAlone(own.url).readStream('test-a'));
      };
      void reads().then(
        () => (alone = 'settled'),
        () => (alone = 'settled'),
      );
      expect(await log.head().then(() => 'none', errorCode)).to.equal('LOG_UNAVAILABLE');
      expect(await append(log, 'test-a').then(() => 'none', errorCode)).to.equal('LOG_UNAVAILABLE');
      expect(alone).to.equal('pending');
      own.signal('SIGCONT');
      await until('an append that succeeds', () =>
        append(log, 'test-b', 1, -1).then(
          () => true,
          () => false,
        ),
      );
      await until('the subscription goes on', () =>
        subscriber.pages.some((page) => page.events.some((each) => each.stream === 'test-b')),
      );
      await subscriber.stop();
    } finally {
      await own.kill();
    }
  });

  it('guard 11: errors of an election and of a killed server are waited out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-test-'));
    const file = join(folder, 'events');
    let own = await startEventStoreProcess({ file });
    const { port, url } = own;
    try {
      const log = createEventStoreLog({ url: impatient(url), runtime });
      logs.push(log);
      const subscriber = follow(log, { after: startPosition });
      let alone = 'running';
      const client = clientAlone(url);
      const subscribes = async (): Promise<void> => {
        for await (const _ of client.subscribeToAll({ fromPosition: START }));
      };
      void subscribes().then(
        () => (alone = 'ended'),
        () => (alone = 'failed'),
      );
      await append(log, 'test-a', 2);
      await until('both are subscribed', async () => (await own.counts()).subscribed === 2);
      await own.break({ readsFail: true });
      expect(await append(log, 'test-a').then(() => 'none', errorCode)).to.equal('LOG_UNAVAILABLE');
      await own.break();
      await append(log, 'test-a', 2);
      await until('the events', () => subscriber.ids().length === 4);
      await own.kill();
      const during = append(log, 'test-a', 1, 3).then(() => 'none', errorCode);
      expect(await during).to.equal('LOG_UNAVAILABLE');
      own = await startEventStoreProcess({ file, port });
      await until('an append that succeeds', () =>
        append(log, 'test-b', 3, -1).then(
          () => true,
          () => false,
        ),
      );
      await until('the events', () => subscriber.ids().length >= 7);
      await subscriber.stop();
      expect(subscriber.ids()).to.deep.equal(
        (await readEverything(log, { after: startPosition })).map((each) => each.id),
      );
      expect(alone).to.not.equal('running');
    } finally {
      await own.kill();
      await rm(folder, { recursive: true });
    }
  });

  it('guard 12: an unavailable server is asked with growing delays', async () => {
    const { url } = server;
    await server.stop();
    const waited: number[] = [];
    const hurried = {
      ...runtime,
      random: () => 1,
      sleep: async (ms: number, signal?: AbortSignal) => {
        if (signal === undefined || ms <= limits.retryDelayMsMax - 1) waited.push(ms);
        // Pauses between tries pass at once; deadlines and polls are left as they are.
        return [100, 200, 400, 800, 1_600, 3_200, 6_400].includes(ms) ? undefined : runtime.sleep(ms, signal);
      },
    };
    const log = createEventStoreLog({ url, runtime: hurried, pollMs: noPollMs });
    logs.push(log);
    const subscriber = follow(log, { after: startPosition });
    await until('the pauses have grown', () => waited.includes(6_400));
    await subscriber.stop();
    const pauses = waited.filter((ms) => ms >= 100 && ms <= 6_400);
    expect(pauses).to.include.members([100, 200, 400, 800, 1_600, 3_200, 6_400]);
    expect(pauses.length).to.be.below(40);
  });

  it('guard 13: no value of the log is a bigint', async () => {
    const log = open();
    await append(log, 'test-a', 2);
    const page = await log.readAll({ after: startPosition, limit: 10 });
    const read = JSON.parse(JSON.stringify(page)) as typeof page;
    expect(read).to.deep.equal(page);
    expect(read.events.map((each) => each.revision)).to.deep.equal([0, 1]);
    for await (const { event } of clientAlone().readStream('test-a')) {
      expect(() => JSON.stringify(event)).to.throw(TypeError);
    }
  });
});
