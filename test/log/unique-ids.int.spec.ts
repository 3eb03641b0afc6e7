/** Goal: an id that stands twice in a log is found, wherever the two stand, by reading alone. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { countIdsFromPages } from '../../src/log/unique-ids.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import type { EventLog } from '../../src/log/event-log.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { events, metadata } from './support.js';

const logOf = async (count: number): Promise<EventLog> => {
  const log = createMemoryLog({ runtime: systemRuntime() });
  for (let at = 0; at < count; at += 500) {
    await log.append(
      [{ stream: `counted-${at}`, expectedRevision: 'any', events: events(Math.min(500, count - at)) }],
      metadata,
    );
  }
  return log;
};

describe('counting ids by reading', () => {
  it('counts nothing in an empty log, and all in another', async () => {
    expect(await countIdsFromPages(await logOf(0))).to.deep.equal({ events: 0, ids: 0 });
    expect(await countIdsFromPages(await logOf(2_500))).to.deep.equal({ events: 2_500, ids: 2_500 });
  });

  it('finds ids that stand twice, three times, first and last', async () => {
    const log = await logOf(2_000);
    const twice = randomUUID();
    let at = 0;
    const tampered: Pick<EventLog, 'readAll'> = {
      async readAll(options) {
        const page = await log.readAll({ ...options, limit: 700 });
        const renamed = page.events.map((event) => ({
          ...event,
          id: [0, 701, 1_999].includes(at++) ? twice : event.id,
        }));
        return { ...page, events: renamed };
      },
    };
    expect(await countIdsFromPages(tampered)).to.deep.equal({ events: 2_000, ids: 1_998 });
  });
});
