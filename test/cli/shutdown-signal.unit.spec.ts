/** Goal: a process that is told to end drains, and ends in any case. Method: a process and a clock of the test's own. */
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { shutdownSignal } from '../../src/cli/shutdown-signal.js';
import { errorCode } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { createFakeRuntime } from '../support/fake-runtime.js';

describe('an interrupted process', () => {
  const start = () => {
    const exits: number[] = [];
    const runtime = createFakeRuntime();
    const it = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
    return { it, exits, runtime, signal: shutdownSignal(it, runtime) };
  };

  it('is told to drain by the first signal', () => {
    const { it, exits, signal } = start();
    expect(signal.aborted).to.equal(false);
    it.emit('SIGTERM');
    expect([signal.aborted, errorCode(signal.reason), exits.length]).to.deep.equal([true, 'NOT_READY', 0]);
  });

  it('ends at once at the second', () => {
    const { it, exits } = start();
    it.emit('SIGTERM');
    it.emit('SIGINT');
    expect(exits).to.deep.equal([1]);
  });

  it('ends by itself where draining takes too long', async () => {
    const { it, exits, runtime } = start();
    it.emit('SIGINT');
    await runtime.advance(limits.shutdownMs);
    expect(exits).to.deep.equal([]);
    await runtime.advance(limits.shutdownForcedMs - limits.shutdownMs);
    expect(exits).to.deep.equal([1]);
  });
});
