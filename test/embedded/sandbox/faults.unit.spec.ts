import { expect } from 'chai';
import type { LedgerError } from '../../../src/base/errors.js';
import type { FaultInput } from '../../../src/embedded/sandbox/faults.js';
import { createFaultQueue, parseFault, parseFaultOption } from '../../../src/embedded/sandbox/faults.js';

describe('sandbox faults', () => {
  const rejection = (work: () => unknown): LedgerError => {
    try {
      work();
    } catch (error) {
      return error as LedgerError;
    }
    throw new Error('accepted');
  };

  it('are rejected with the name of the wrong field', () => {
    const cases: readonly [unknown, string][] = [
      [{ status: 200 }, 'status'],
      [{ kind: 'fire' }, 'kind'],
      [{}, 'kind'],
      [{ status: 429, kind: 'hang' }, 'kind'],
      [{ kind: 'slow' }, 'ms'],
      [{ kind: 'hang', ms: 5 }, 'ms'],
      [{ kind: 'hang', count: 0 }, 'count'],
      [{ status: 401, retry_after: 3 }, 'retry_after'],
      [{ kind: 'hang', retry_after: 3 }, 'retry_after'],
      [{ kind: 'hang', oops: 1 }, 'oops'],
      [{ kind: 'hang', path: '' }, 'path'],
      [{ kind: 'missing' }, 'path'],
      ['text', 'body'],
    ];
    for (const [input, field] of cases) {
      const error = rejection(() => parseFault(input));
      expect(error.code).to.equal('VALIDATION_FAILED');
      expect(Object.keys(error.details), JSON.stringify(input)).to.include(field);
      expect(error.message).to.contain(field);
    }
  });

  it('apply as often as their count, in the order added', () => {
    const queue = createFaultQueue();
    queue.add({ status: 429, count: 2, retry_after: 1 });
    queue.add({ kind: 'html' });
    expect([1, 2, 3, 4].map(() => queue.take('/x')?.status ?? 'none')).to.deep.equal([429, 429, 'none', 'none']);
    expect(queue.pending()).to.deep.equal([]);
  });

  it('wait for a path that they fit', () => {
    const queue = createFaultQueue();
    const faults: FaultInput[] = [
      { kind: 'stale-stamp' },
      { kind: 'duplicate' },
      { status: 503, path: '/68/' },
      { kind: 'no-rows' },
    ];
    faults.forEach((fault) => queue.add(fault));
    expect(queue.take('/tcgplayer/3')).to.equal(undefined);
    expect(queue.take('/tcgplayer/68/950001/prices')?.kind).to.equal('duplicate');
    expect(queue.take('/tcgplayer/68/950001/prices')?.status).to.equal(503);
    expect(queue.take('/last-updated.txt')?.kind).to.equal('stale-stamp');
    expect(queue.take('/last-updated.txt')).to.equal(undefined);
    expect(queue.take('/tcgplayer/3/groups')?.kind).to.equal('no-rows');
  });

  it('are listed as copies, and are removed by clear', () => {
    const queue = createFaultQueue();
    queue.add({ kind: 'hang', count: 5 });
    const [copy] = queue.pending();
    if (copy !== undefined) copy.count = 1;
    expect(queue.pending()[0]?.count).to.equal(5);
    queue.clear();
    expect(queue.take('/x')).to.equal(undefined);
  });

  it('are read from the command line, where they stay on unless they have a count', () => {
    const forever = Number.MAX_SAFE_INTEGER;
    expect(parseFaultOption('html')).to.deep.equal({ kind: 'html', count: forever });
    expect(parseFaultOption('slow,ms=50')).to.deep.equal({ kind: 'slow', ms: 50, count: forever });
    expect(parseFaultOption('429,retry_after=2,count=3,path=/a=b')).to.deep.equal({
      status: 429,
      retry_after: 2,
      count: 3,
      path: '/a=b',
    });
    expect(rejection(() => parseFaultOption('fire')).details).to.have.property('kind');
    expect(rejection(() => parseFaultOption('html,often')).details).to.have.property('often');
  });
});
