/** Goal: a signalled process drains, and ends in any case. Method: a fake process and a fake clock. */
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { shutdownSignal } from '../../src/cli/shutdown-signal.js';
import { errorCode } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { createFakeRuntime } from '../support/fake-runtime.js';

describe('shutdown signal', () => {
  const start = () => {
    const exits: number[] = [];
    const runtime = createFakeRuntime();
    const target = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
    return { target, exits, runtime, signal: shutdownSignal(target, runtime) };
  };

  it('drains on the first signal', () => {
    const { target, exits, signal } = start();
    expect(signal.aborted).to.equal(false);
    target.emit('SIGTERM');
    expect([signal.aborted, errorCode(signal.reason), exits.length]).to.deep.equal([true, 'NOT_READY', 0]);
  });

  it('ends at once on the second signal', () => {
    const { target, exits } = start();
    target.emit('SIGTERM');
    target.emit('SIGINT');
    expect(exits).to.deep.equal([1]);
  });

  it('ends by itself if draining takes too long', async () => {
    const { target, exits, runtime } = start();
    target.emit('SIGINT');
    await runtime.advance(limits.shutdownMs);
    expect(exits).to.deep.equal([]);
    await runtime.advance(limits.shutdownForcedMs - limits.shutdownMs);
    expect(exits).to.deep.equal([1]);
  });
});
