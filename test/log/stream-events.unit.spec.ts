/** Reading one stream to its end, across pages. */
import { expect } from 'chai';
import type { EventLog, ReadStreamOptions } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { streamEvents, type StreamRange } from '../../src/log/stream-events.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { events, metadata } from './support.js';

describe('streamEvents', () => {
  const stream = 'card-1';
  let log: EventLog;
  let reads: ReadStreamOptions[];

  /** The log with pages of `pageEvents` events, which writes down what it is asked for. */
  const withPages = (pageEvents: number): Pick<EventLog, 'readStream'> => ({
    readStream: (name, options) => {
      reads.push(options);
      return log.readStream(name, { ...options, limit: Math.min(options.limit, pageEvents) });
    },
  });
  const revisions = async (pageEvents: number, range?: StreamRange): Promise<number[]> => {
    const read: number[] = [];
    for await (const { revision } of streamEvents(withPages(pageEvents), stream, range)) read.push(revision);
    return read;
  };

  beforeEach(async () => {
    [log, reads] = [createMemoryLog({ runtime: systemRuntime() }), []];
    await log.append([{ stream, expectedRevision: -1, events: events(7) }], metadata);
    await log.append([{ stream: 'card-10', expectedRevision: -1, events: events(3) }], metadata);
  });

  it('yields every event of the stream once, in order, whatever the size of the pages', async () => {
    for (const pageEvents of [1, 2, 3, 6, 7, 8, 100]) {
      expect(await revisions(pageEvents), String(pageEvents)).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
    }
  });

  it('starts at `from` and stops before `before`', async () => {
    expect(await revisions(2, { from: 5 })).to.deep.equal([5, 6]);
    expect(await revisions(2, { before: 3 })).to.deep.equal([0, 1, 2]);
    expect(await revisions(2, { from: 2, before: 5 })).to.deep.equal([2, 3, 4]);
    expect(await revisions(2, { before: 100 })).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
  });

  it('does not read behind `before`, nor behind the end of the stream', async () => {
    await revisions(100, { before: 3 });
    await revisions(7);
    expect(reads.map(({ fromRevision, limit }) => [fromRevision, Math.min(limit, 100)])).to.deep.equal([
      [0, 3],
      [0, 100],
    ]);
  });

  it('reads no further page after the caller has left the loop', async () => {
    for await (const { revision } of streamEvents(withPages(2), stream)) if (revision === 2) break;
    expect(reads).to.have.length(2);
  });

  it('yields nothing for a stream that does not exist, or an empty range', async () => {
    expect(await revisions(2, { from: 7 })).to.deep.equal([]);
    expect(await revisions(2, { from: 3, before: 3 })).to.deep.equal([]);
    const missing: string[] = [];
    for await (const { id } of streamEvents(log, 'card-2')) missing.push(id);
    expect(missing).to.deep.equal([]);
  });
});
