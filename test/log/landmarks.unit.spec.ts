/** A search by time in a log that can be read from known positions only. */
import { expect } from 'chai';
import fc from 'fast-check';
import { startPosition } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import type { EventLog } from '../../src/log/event-log.js';
import { landmarkBefore } from '../../src/log/landmarks.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { checkProperty } from '../support/check-property.js';
import { metadata } from '../support/events.js';
import { createFakeRuntime } from '../support/fake-runtime.js';

const at = (minute: number): string => new Date(Date.parse('2025-10-01T00:00:00Z') + minute * 60_000).toISOString();

/** Creates a log with an event at each of the minutes. */
const logOf = async (minutes: readonly number[]): Promise<EventLog> => {
  const log = createMemoryLog({ runtime: createFakeRuntime('2025-10-01T00:00:00Z') });
  for (const [n, minute] of minutes.entries()) {
    const event = { id: uuidFromName(`event ${n}`), type: 'Tested', schema_version: 1, data: {} };
    await log.append([{ stream: 'test-1', expectedRevision: 'any', events: [event] }], metadata, at(minute));
  }
  return log;
};

describe('a landmark before a time', () => {
  const minutes = fc.array(fc.nat(30), { minLength: 1, maxLength: 30 }).map((all) => all.sort((a, b) => a - b));

  it('loses nothing, and is the last that does not', async () => {
    await checkProperty(
      fc.asyncProperty(
        minutes,
        fc.nat(32),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(3),
        async (all, minute, step, skew) => {
          const log = { ...(await logOf(all)), clockSkewMs: skew * 60_000 };
          const { events } = await log.readAll({ after: startPosition, limit: 100 });
          const landmarks = events.filter((_event, n) => n % step === step - 1).map(({ position }) => position);
          const found = await landmarkBefore(log, landmarks, at(minute));
          const isSafe = (position: string): boolean =>
            events.every(({ position: each, recorded_at }) => each > position || recorded_at < at(minute - skew));
          // With times that grow, all up to a landmark is earlier if what follows it is, or if it is the last of that time.
          expect(found === startPosition || isSafe(found)).to.equal(true);
          const next = landmarks[landmarks.indexOf(found) + 1];
          const after = next === undefined ? undefined : events.find(({ position }) => position > next);
          if (after !== undefined) expect(after.recorded_at >= at(minute - skew)).to.equal(true);
        },
      ),
      200,
    );
  });

  it('is found by few reads', async () => {
    const log = await logOf(Array.from({ length: 64 }, (_, n) => n));
    let reads = 0;
    const counted = {
      ...log,
      readAll: (options: Parameters<EventLog['readAll']>[0]) => {
        reads += 1;
        return log.readAll(options);
      },
    };
    const { events } = await log.readAll({ after: startPosition, limit: 100 });
    const landmarks = events.map(({ position }) => position);
    expect(await landmarkBefore(counted, landmarks, at(40))).to.equal(landmarks[38]);
    expect(reads).to.be.at.most(7);
    expect(await landmarkBefore(counted, [], at(40))).to.equal(startPosition);
  });
});
