/** Goal: a closed pipe is told from a failure of stdout, and neither ends the process by itself. Method: a fake of stdout. */
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { isLedgerError } from '../../src/base/errors.js';
import { watchStdout } from '../../src/cli/stdout-end.js';

const failure = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });

class FakeStdout extends EventEmitter {
  write(_text: string, written: () => void): void {
    written();
  }
}

describe('the end of stdout', () => {
  let stdout: FakeStdout;
  let stderr: EventEmitter;
  beforeEach(() => {
    stdout = new FakeStdout();
    stderr = new EventEmitter();
  });

  it('is open at first', async () => {
    const end = watchStdout(stdout, stderr);
    expect([end.signal.aborted, end.isClosed()]).to.deep.equal([false, false]);
    await end.flushed();
  });

  it('is closed when its reader is gone; later errors change nothing', () => {
    for (const code of ['EPIPE', 'EOF', 'ECONNRESET']) {
      stdout.removeAllListeners();
      const end = watchStdout(stdout, stderr);
      stdout.emit('error', failure(code));
      stdout.emit('error', failure('ERR_STREAM_DESTROYED'));
      expect([end.signal.aborted, end.isClosed()], code).to.deep.equal([true, true]);
    }
  });

  it('fails with a coded error otherwise', () => {
    const end = watchStdout(stdout, stderr);
    stdout.emit('error', failure('ENOSPC'));
    expect([end.signal.aborted, end.isClosed()]).to.deep.equal([true, false]);
    expect(end.signal.reason).to.satisfy(isLedgerError).and.include({ code: 'OUTPUT_FAILED' });
    expect((end.signal.reason as Error).message).to.include('ENOSPC');
  });

  it('is not that of stderr, whose errors nobody can be told of', () => {
    const end = watchStdout(stdout, stderr);
    stderr.emit('error', failure('EPIPE'));
    expect(end.signal.aborted).to.equal(false);
  });
});
