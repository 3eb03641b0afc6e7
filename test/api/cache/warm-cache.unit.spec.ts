/** Goal: after a collection the most popular answers are computed again, once, and readers come first. */
import { expect } from 'chai';
import { createPopularReads } from '../../../src/api/cache/popular-reads.js';
import type { ReadCache } from '../../../src/api/cache/read-cache.js';
import { runWarming } from '../../../src/api/cache/warm-cache.js';
import { silentLogger as logger } from '../../../src/base/logger.js';
import { createFakeRuntime, turn } from '../../support/fake-runtime.js';

describe('popular reads', () => {
  it('are those asked most often, and of late', () => {
    const reads = createPopularReads();
    for (let at = 0; at < 8; at += 1) reads.note('/v1/cards/old');
    reads.note('/v1/cards/rare');
    expect(reads.take(1)).to.deep.equal(['/v1/cards/old']);
    for (let at = 0; at < 5; at += 1) reads.note('/v1/cards/new');
    expect(reads.take(2)).to.deep.equal(['/v1/cards/new', '/v1/cards/old']);
  });
});

describe('warming', () => {
  const open = () => {
    const runtime = createFakeRuntime();
    const marks: Record<string, string> = { coverage: '1', catalog: '1' };
    const popular = ['/v1/cards/a', '/v1/cards/b'];
    const asked: string[] = [];
    const stop = new AbortController();
    const cache = {
      versions: (models: readonly string[]) => ({
        position: '1',
        marks: Object.fromEntries(models.map((model) => [model, marks[model] ?? '0'])),
      }),
      change: (ms: number) => runtime.sleep(ms, stop.signal).catch(() => undefined),
      // What is always warm is kept: the test is of what is popular.
      isKept: (path: string) => !popular.includes(path),
      popular: () => popular,
    } as unknown as ReadCache;
    const ask = (path: string): Promise<void> => {
      asked.push(path);
      return path.endsWith('/a') ? Promise.reject(new Error('gone')) : Promise.resolve();
    };
    const running = runWarming({ cache, ask, runtime, logger }, stop.signal);
    const end = async () => {
      stop.abort();
      await runtime.advance(60_000);
      await running;
    };
    return { runtime, marks, asked, end };
  };

  it('asks for what is not kept once the read models rest after new snapshots', async () => {
    const { runtime, marks, asked, end } = open();
    await turn();
    marks['catalog'] = '2';
    await runtime.advance(61_000);
    expect(asked, 'no snapshot').to.deep.equal([]);
    marks['coverage'] = '2';
    await runtime.advance(62_000);
    expect(asked, 'a path that fails ends nothing').to.deep.equal(['/v1/cards/a', '/v1/cards/b']);
    await runtime.advance(120_000);
    expect(asked, 'once').to.have.length(2);
    await end();
  });

  it('waits while the read models move', async () => {
    const { runtime, marks, asked, end } = open();
    await turn();
    marks['coverage'] = '2';
    await runtime.advance(60_000);
    marks['catalog'] = '3';
    await runtime.advance(1_000);
    expect(asked).to.deep.equal([]);
    await runtime.advance(61_000);
    expect(asked).not.to.deep.equal([]);
    await end();
  });
});
