/** A replay returns exactly the requested slice, in log order, page by page. */
import { expect } from 'chai';
import type { LogPosition } from '../../src/domain/envelope.js';
import { startPosition } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { replay, replayPage, type ReplaySlice } from '../../src/log/replay.js';
import { createRecorder, observation } from '../support/events.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { appendTo } from '../support/logs.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';

describe('replay', () => {
  let log: EventLog;
  const { record, events } = createRecorder();
  for (let hour = 0; hour < 4; hour += 1) {
    record('CardListed', { card_id: `pokemon-${hour}1` });
    record('PriceObserved', observation({ card_id: `pokemon-${hour}1`, market: hour }));
    record('PriceObserved', observation({ card_id: `pokemon-${hour}11`, market: hour }));
  }

  before(async () => {
    const runtime = createFakeRuntime('2025-10-01T00:00:00Z');
    log = createMemoryLog({ runtime });
    for (let hour = 0; hour < 4; hour += 1) {
      await appendTo(log, events.slice(hour * 3, hour * 3 + 3));
      await runtime.advance(3_600_000);
    }
  });

  const positions = async (slice: Partial<ReplaySlice>): Promise<number[]> => {
    const found: number[] = [];
    let after: LogPosition = startPosition;
    for await (const page of replay(log, { after, pageEvents: 2, ...slice })) {
      expect(page.position >= after).to.equal(true);
      after = page.position;
      found.push(...page.events.map(({ position }) => Number(position)));
    }
    return found;
  };

  it('of everything is the log', async () => {
    expect(await positions({})).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await positions({ after: '0000000000000010' as LogPosition })).to.deep.equal([11, 12]);
  });

  it('of a card has its own stream and its prices, not those of a card whose id starts the same', async () => {
    expect(await positions({ cardId: 'pokemon-11' })).to.deep.equal([4, 5]);
    expect(await positions({ cardId: 'pokemon-1' })).to.deep.equal([]);
  });

  it('of a stream, or of types, has only those', async () => {
    expect(await positions({ stream: 'price-pokemon-21' })).to.deep.equal([8]);
    expect(await positions({ types: ['CardListed'] })).to.deep.equal([1, 4, 7, 10]);
    expect(await positions({ types: ['CardListed'], cardId: 'pokemon-31' })).to.deep.equal([10]);
  });

  it('of a time includes its beginning, excludes its end, and reads no further', async () => {
    const from = '2025-10-01T01:00:00Z';
    expect(await positions({ from })).to.deep.equal([4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await positions({ from, to: '2025-10-01T02:00:00Z' })).to.deep.equal([4, 5, 6]);
    let pages = 0;
    for await (const _page of replay(log, { after: startPosition, to: from, pageEvents: 2 })) pages += 1;
    expect(pages).to.equal(2);
  });

  it('of a time ends at the last event before its end, where a later slice continues', async () => {
    const to = '2025-10-01T01:00:00Z';
    for (const pageEvents of [1, 2, 3, 4, 100]) {
      const pages = [];
      for await (const page of replay(log, { after: startPosition, to, pageEvents })) pages.push(page);
      expect(pages.map(({ atEnd }) => atEnd)).to.deep.equal([...pages.slice(1).map(() => false), true]);
      const last = pages.at(-1)?.position ?? startPosition;
      expect(Number(last), `pages of ${pageEvents}`).to.equal(3);
      expect(await positions({ after: last })).to.deep.equal([4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }
    // Nothing of the slice follows `after` itself.
    const nothing = await replayPage(log, { after: '0000000000000004' as LogPosition, to });
    expect(nothing).to.deep.equal({ events: [], position: '0000000000000004', atEnd: true });
  });

  it('reads in pages of a default size', async () => {
    const all = [];
    for await (const page of replay(log, { after: startPosition })) all.push(page);
    expect(all.map(({ events: { length }, atEnd }) => [length, atEnd])).to.deep.equal([[12, true]]);
  });
});
