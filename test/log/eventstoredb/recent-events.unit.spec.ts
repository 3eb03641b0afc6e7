import { expect } from 'chai';
import type { LogPosition } from '../../../src/domain/envelope.js';
import type { ReceivedEvent } from '../../../src/log/eventstoredb/event-codec.js';
import { eventStoreLimits } from '../../../src/log/eventstoredb/limits.js';
import { createRecentEvents, type ReadPart, type RecentEvents } from '../../../src/log/eventstoredb/recent-events.js';

/** Positions are even: an odd one is between two events. */
const at = (n: number): LogPosition => String(n).padStart(8, '0') as LogPosition;
const part = (after: number, count: number, isEnd = false): ReadPart => ({
  events: Array.from({ length: count }, (_, n) => ({ position: at(after + 2 * (n + 1)) }) as ReceivedEvent),
  to: at(after + 2 * count),
  isEnd,
});
const positions = (recent: RecentEvents, after: number): readonly number[] =>
  [...recent.behind(at(after))].map(({ position }) => Number(position));

describe('recent events', () => {
  let recent: RecentEvents;
  const read = (after: number, count: number) =>
    recent.readBehind(at(after), recent.nextCall(), () => Promise.resolve(part(after, count)));

  beforeEach(() => {
    recent = createRecentEvents();
  });

  it('are served from a known position on, over several reads', async () => {
    await read(10, 2);
    await read(14, 2);
    expect(positions(recent, 10)).to.deep.equal([12, 14, 16, 18]);
    expect(positions(recent, 12)).to.deep.equal([14, 16, 18]);
    expect(positions(recent, 14)).to.deep.equal([16, 18]);
    expect(positions(recent, 18)).to.deep.equal([]);
  });

  it('are none before the first, behind the last, or from a position that no event has', async () => {
    await read(10, 3);
    for (const after of [8, 13, 16, 20]) expect(positions(recent, after), String(after)).to.deep.equal([]);
  });

  it('have no hole: a read ahead begins anew, and one of what is passed is not kept', async () => {
    await read(10, 2);
    await read(2, 3);
    expect(positions(recent, 10)).to.deep.equal([12, 14]);
    expect(positions(recent, 2)).to.deep.equal([]);
    await read(20, 1);
    expect(positions(recent, 10)).to.deep.equal([]);
    expect(positions(recent, 20)).to.deep.equal([22]);
  });

  it('are bounded: the oldest are dropped', async () => {
    const half = eventStoreLimits.recentEventsMax / 2;
    for (const n of [0, 1, 2]) await read(n * half * 2, half);
    expect(positions(recent, 0)).to.deep.equal([]);
    expect(positions(recent, half * 2)).to.have.length(2 * half);
  });

  it('are forgotten after a failed read', async () => {
    await read(10, 2);
    const failed = recent.readBehind(at(14), 0, () => Promise.reject(new Error('gone')));
    await failed.then(
      () => expect.fail('no error'),
      () => undefined,
    );
    expect(positions(recent, 10)).to.deep.equal([]);
  });

  it('are read once for all who ask for the same; the end is one only for those who asked before', async () => {
    let answer = (_part: ReadPart): void => undefined;
    let calls = 0;
    const slow = () =>
      new Promise<ReadPart>((resolve) => {
        calls += 1;
        answer = resolve;
      });
    const early = recent.nextCall();
    const first = recent.readBehind(at(0), early, slow);
    const joined = recent.readBehind(at(0), early, slow);
    const late = recent.readBehind(at(0), recent.nextCall(), slow);
    answer(part(0, 1, true));
    expect([await first, await joined, await late].map(({ isFresh }) => isFresh)).to.deep.equal([true, true, false]);
    expect(calls).to.equal(1);
  });
});
