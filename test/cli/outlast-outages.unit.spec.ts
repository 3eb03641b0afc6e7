/** The work of a command is done again after an outage, and after nothing else. */
import { expect } from 'chai';
import { type ErrorCode, errorCode, ledgerError } from '../../src/base/errors.js';
import { outlastOutages } from '../../src/cli/outlast-outages.js';

type Ledger = Parameters<typeof outlastOutages>[0];

describe('a command over an outage', () => {
  let failures: number;
  let nowMs: number;
  let asked: string[];
  const ledger = (kind: 'external' | 'embedded' = 'external', eventStoreUrl?: string): Ledger =>
    ({
      database: { query: () => Promise.resolve(void asked.push('database')) },
      log: { head: () => Promise.resolve(void asked.push('log')) },
      engine: { kind },
      config: { eventStoreUrl },
      outages: { failures: () => failures },
      runtime: { monotonicMs: () => nowMs, sleep: (ms: number) => Promise.resolve(void (nowMs += ms)) },
    }) as unknown as Ledger;
  const { signal } = new AbortController();
  /** Work that ends in these ways, one after another; an outage is seen with each of `away`. */
  const work = (ends: readonly (ErrorCode | null)[], away: readonly ErrorCode[]) => {
    let calls = 0;
    return {
      calls: () => calls,
      run: async (): Promise<number> => {
        const end = ends[calls] ?? null;
        calls += 1;
        if (end === null) return calls;
        if (away.includes(end)) failures += 1;
        throw ledgerError(end, 'x');
      },
    };
  };
  beforeEach(() => {
    [failures, nowMs, asked] = [0, 0, []];
  });

  it('does its work again when the engines answer', async () => {
    const { run } = work(
      ['LOG_UNAVAILABLE', 'DATABASE_UNAVAILABLE', null],
      ['LOG_UNAVAILABLE', 'DATABASE_UNAVAILABLE'],
    );
    expect(await outlastOutages(ledger(), signal, run)).to.equal(3);
    expect(asked).to.deep.equal(['database', 'log', 'database', 'log']);
  });

  it('waits for the lease of the attempt that was interrupted', async () => {
    const { run } = work(
      ['DATABASE_UNAVAILABLE', 'COLLECTION_RUNNING', 'COLLECTION_RUNNING'],
      ['DATABASE_UNAVAILABLE'],
    );
    expect(await outlastOutages(ledger(), signal, run)).to.equal(4);
    expect(nowMs).to.equal(2_000);
    // Another process that collects holds its lease for longer.
    const others = work(Array<ErrorCode>(50).fill('COLLECTION_RUNNING'), []);
    expect(await outlastOutages(ledger(), signal, others.run).catch(errorCode)).to.equal('COLLECTION_RUNNING');
    expect(others.calls()).to.equal(1);
  });

  it('takes a result that reports an outage for one', async () => {
    let calls = 0;
    const collect = async (): Promise<ErrorCode | null> => {
      calls += 1;
      if (calls > 1) return null;
      failures += 1;
      return 'LEASE_LOST';
    };
    expect(await outlastOutages(ledger(), signal, collect, (code) => code)).to.equal(null);
    expect(calls).to.equal(2);
  });

  it('ends with any other error, without an outage, and in the end', async () => {
    const ended = async (ends: readonly ErrorCode[], away: readonly ErrorCode[], of = ledger()) => {
      const { run, calls } = work(ends, away);
      return [await outlastOutages(of, signal, run).catch(errorCode), calls()];
    };
    expect(await ended(['SET_NOT_FOUND'], ['SET_NOT_FOUND'])).to.deep.equal(['SET_NOT_FOUND', 1]);
    expect(await ended(['LEASE_LOST'], [])).to.deep.equal(['LEASE_LOST', 1]);
    const always = Array<ErrorCode>(50).fill('LOG_UNAVAILABLE');
    expect(await ended(always, ['LOG_UNAVAILABLE'])).to.deep.equal(['LOG_UNAVAILABLE', 6]);
    // The embedded server has ended with the process that ran it.
    const embedded = ledger('embedded');
    expect(await ended(['DATABASE_UNAVAILABLE'], ['DATABASE_UNAVAILABLE'], embedded)).to.deep.equal([
      'DATABASE_UNAVAILABLE',
      1,
    ]);
    const remote = ledger('embedded', 'esdb://h');
    expect(await ended(['LOG_UNAVAILABLE'], ['LOG_UNAVAILABLE'], remote)).to.deep.equal([2, 2]);
  });
});
