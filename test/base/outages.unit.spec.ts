/** Goal: an outage is logged when it begins, now and then while it lasts, and when it ends, however many calls fail. */
import { expect } from 'chai';
import type { Logger } from '../../src/base/logger.js';
import { createOutages, outageRepeatMs } from '../../src/base/outages.js';

const setup = (waitMs?: number) => {
  let now = 0;
  const lines: string[] = [];
  const say = (message: string, fields: Record<string, unknown>): void =>
    void lines.push([message, ...Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`)].join(' '));
  const logger = { debug: say, info: say, warn: say, error: say } as unknown as Logger;
  const outages = createOutages({ runtime: { monotonicMs: () => now }, logger, waitMs });
  return { outages, lines, pass: (ms: number) => void (now += ms), now: () => now };
};

describe('outages', () => {
  it('are logged three times where sixty calls of eight parts fail in 40 s', () => {
    const { outages, lines, pass } = setup();
    for (let at = 0; at < 60; at += 1) {
      for (let part = 0; part < 8; part += 1) outages.of('Postgres at db:5432').failed('gone');
      pass(40_000 / 60);
    }
    outages.of('Postgres at db:5432').succeeded();
    outages.of('Postgres at db:5432').succeeded();
    expect(lines).to.deep.equal([
      'Postgres at db:5432 is unavailable reason=gone',
      `Postgres at db:5432 is still unavailable reason=gone for=30 s failures=361`,
      'Postgres at db:5432 is available again after=40 s failures=480',
    ]);
  });
  it('of different engines are told apart', () => {
    const { outages, lines } = setup();
    outages.of('a').failed('x');
    outages.of('b').failed('y');
    outages.of('a').succeeded();
    expect(lines.map((line) => line[0])).to.deep.equal(['a', 'b', 'a']);
  });
  it('are not over when a call answers that began before the last failure', () => {
    const { outages, lines, pass, now } = setup();
    const started = now();
    pass(10);
    outages.of('a').failed('x');
    outages.of('a').succeeded(started);
    expect(lines).to.have.length(1);
    pass(10);
    outages.of('a').succeeded(now());
    expect(lines).to.have.length(2);
  });
  it('that come and go are logged no more often than one that stays', () => {
    const { outages, lines, pass } = setup();
    for (let at = 0; at < 100; at += 1) {
      outages.of('a').failed('x');
      pass(100);
      outages.of('a').succeeded();
      pass(100);
    }
    expect(lines).to.have.length(2);
    pass(outageRepeatMs);
    outages.of('a').failed('x');
    expect(lines.at(-1)).to.equal('a is unavailable reason=x');
  });
  it('say how long a command waits', () => {
    const { outages, lines } = setup(60_000);
    outages.of('b').failed('never there, and not waited for');
    outages.of('a').succeeded();
    outages.of('a').failed('x');
    expect(lines).to.deep.equal(['a is unavailable: waiting for it, 60 s at most reason=x']);
    expect(outages.failures()).to.equal(2);
  });
});
