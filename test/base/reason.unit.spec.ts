/** Goal: a failure is told in one line that says something, whichever library raised it. */
import { createConnection } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { reasonOf } from '../../src/base/reason.js';

describe('the reason of a failure', () => {
  it('has none of the additions of client libraries', () => {
    const grpc = Object.assign(new Error('14 UNAVAILABLE: x'), {
      code: 14,
      details:
        'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:2113 (2026-11-28T13:00:00.000Z). Resolution note: ',
    });
    expect(reasonOf(grpc)).to.equal(
      'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:2113 (2026-11-28T13:00:00.000Z). (nothing listens there)',
    );
    expect(reasonOf(new Error('14 UNAVAILABLE: Name resolution failed. Resolution note: '))).to.equal(
      'Name resolution failed.',
    );
    expect(reasonOf(new Error('Connection error: '))).to.equal('no reason given');
    expect(reasonOf(new Error('Connection error: connect ECONNREFUSED 127.0.0.1:9092'))).to.equal(
      'connect ECONNREFUSED 127.0.0.1:9092 (nothing listens there)',
    );
    expect(reasonOf(new Error('two\n  lines'))).to.equal('two lines');
  });
  it('is that of the inner errors where the outer one says nothing', async () => {
    const inner = ['::1', '127.0.0.1'].map((host) =>
      Object.assign(new Error(`connect ECONNREFUSED ${host}:5432`), { code: 'ECONNREFUSED' }),
    );
    expect(reasonOf(new AggregateError(inner))).to.equal(
      'connect ECONNREFUSED ::1:5432, connect ECONNREFUSED 127.0.0.1:5432 (nothing listens there)',
    );
    expect(reasonOf(new Error('', { cause: inner[1] }))).to.contain('127.0.0.1:5432');
    expect(reasonOf(Object.assign(new Error(''), { code: 'ETIMEDOUT' }))).to.equal('ETIMEDOUT (no answer in time)');
    expect(reasonOf(undefined)).to.equal('undefined');
    // As Node raises it.
    const socket = createConnection({ host: 'localhost', port: 1 });
    const [error] = (await once(socket, 'error').catch((raised: unknown) => [raised])) as [Error];
    expect(reasonOf(error)).to.match(/ECONNREFUSED .*\(nothing listens there\)/);
  });
  it('has no password', () => {
    expect(reasonOf(new Error('bad URL postgres://u:hunter2@h/d'))).to.equal('bad URL postgres://u:***@h/d');
  });
});
