/** Goal: decisions are appended once, whether the stream has none, some or all of them, with commands in between. */
import { expect } from 'chai';
import { appendDecisions } from '../../src/alerting/append-decisions.js';
import type { NewEvent } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { alertStream } from '../../src/domain/streams.js';
import { newEvent } from '../../src/domain/upcasting.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { alertId, goodData, metadata } from '../support/events.js';
import { createFakeRuntime } from '../support/fake-runtime.js';

const runtime = createFakeRuntime();
const stream = alertStream(alertId);
const decision = (n: number): NewEvent =>
  newEvent('AlertTriggered', uuidFromName(`decision ${n}`), { ...goodData.AlertTriggered, price: n });
const command = (n: number): NewEvent => newEvent('AlertPaused', uuidFromName(`command ${n}`), goodData.AlertPaused);

describe('appendDecisions', () => {
  /** Appends decisions 1, 2, 3 to a stream known up to revision 0. Returns the stream and the revision known then. */
  const append = async (
    existing: readonly NewEvent[],
    around: (log: EventLog) => EventLog = (log) => log,
  ): Promise<[string[], number | undefined]> => {
    const log = createMemoryLog({ runtime });
    const created = newEvent('AlertCreated', uuidFromName('created'), goodData.AlertCreated);
    for (const event of [created, ...existing])
      await log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
    const sink = appendDecisions({ log: around(log), runtime, throwIfLost: () => undefined });
    const revisions = await sink([{ alertId, knownRevision: 0, events: [1, 2, 3].map(decision) }]);
    const slice = await log.readStream(stream, { direction: 'forwards', limit: 100 });
    const names =
      slice.outcome === 'read'
        ? slice.events.map(({ type, data }) => (type === 'AlertTriggered' ? String(data['price']) : type.slice(5)))
        : [];
    return [names, revisions.get(alertId)];
  };

  it('appends all if the stream is at the known revision', async () => {
    expect(await append([])).to.deep.equal([['Created', '1', '2', '3'], 3]);
  });
  it('appends none that the stream has', async () => {
    expect(await append([1, 2, 3].map(decision))).to.deep.equal([['Created', '1', '2', '3'], 3]);
    expect(await append([...[1, 2, 3].map(decision), command(1)])).to.deep.equal([
      ['Created', '1', '2', '3', 'Paused'],
      3,
    ]);
    expect(await append([decision(1), command(1), decision(2), decision(3)])).to.deep.equal([
      ['Created', '1', 'Paused', '2', '3'],
      4,
    ]);
  });
  it('appends the missing ones behind the last event', async () => {
    expect(await append([decision(1)])).to.deep.equal([['Created', '1', '2', '3'], 3]);
    expect(await append([command(1)])).to.deep.equal([['Created', 'Paused', '1', '2', '3'], 4]);
    expect(await append([decision(1), command(1)])).to.deep.equal([['Created', '1', 'Paused', '2', '3'], 4]);
  });
  it('returns a revision before the decisions that only another instance made', async () => {
    expect(await append([decision(1), decision(2), decision(3), decision(4)])).to.deep.equal([
      ['Created', '1', '2', '3', '4'],
      3,
    ]);
    expect(await append([command(1), decision(4)])).to.deep.equal([['Created', 'Paused', '4', '1', '2', '3'], 1]);
  });
  it('tries again when a command comes in between, a bounded number of times', async () => {
    let moves = 2;
    const busy = (log: EventLog): EventLog => ({
      ...log,
      append: async (appends, meta) => {
        if (moves > 0) await log.append([{ stream, expectedRevision: 'any', events: [command(moves)] }], metadata);
        moves -= 1;
        return log.append(appends, meta);
      },
    });
    expect(await append([], busy)).to.deep.equal([['Created', 'Paused', 'Paused', '1', '2', '3'], 5]);
    moves = Infinity;
    let commands = 100;
    const busier = (log: EventLog): EventLog => ({
      ...log,
      append: async (appends, meta) => {
        await log.append([{ stream, expectedRevision: 'any', events: [command((commands += 1))] }], metadata);
        return log.append(appends, meta);
      },
    });
    const error = await append([], busier).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(error?.message).to.match(/kept moving/);
  });
});
