/** Goal: data on stdout, everything else on stderr; one JSON object under --json; a progress bar only on a terminal. */
import { expect } from 'chai';
import sinon from 'sinon';
import { createOutput, reportFailure, table } from '../../src/cli/output.js';
import { ledgerError } from '../../src/base/errors.js';

/** Returns what `work` writes to stdout and stderr. */
const written = (work: () => void): { out: string; err: string } => {
  const texts = { out: '', err: '' };
  const take = (name: 'out' | 'err') => (text: unknown) => {
    texts[name] += String(text);
    return true;
  };
  const out = sinon.stub(process.stdout, 'write').callsFake(take('out'));
  const err = sinon.stub(process.stderr, 'write').callsFake(take('err'));
  try {
    work();
  } finally {
    out.restore();
    err.restore();
  }
  return texts;
};

/** Runs `work` as if stderr were, or were not, a terminal. */
const onTerminal = (isTTY: boolean, work: () => void): void => {
  const before = process.stderr.isTTY;
  process.stderr.isTTY = isTTY;
  try {
    work();
  } finally {
    process.stderr.isTTY = before;
  }
};

describe('output', () => {
  it('writes the answer as text or as JSON, on stdout', () => {
    const answer = (json: boolean) => written(() => createOutput({ json }).answer({ rows: 2 }, () => '2 rows'));
    expect(answer(false)).to.deep.equal({ out: '2 rows\n', err: '' });
    expect(answer(true)).to.deep.equal({ out: '{"rows":2}\n', err: '' });
  });

  it('writes notes to stderr, and none under --json', () => {
    expect(written(() => createOutput({ json: false }).note('hello'))).to.deep.equal({ out: '', err: 'hello\n' });
    expect(written(() => createOutput({ json: true }).note('hello'))).to.deep.equal({ out: '', err: '' });
  });

  it('shows progress on a terminal only, never on stdout', () => {
    const shown = (isTTY: boolean, json: boolean): { out: string; err: string } => {
      let texts = { out: '', err: '' };
      onTerminal(isTTY, () => {
        texts = written(() => {
          const progress = createOutput({ json }).progress();
          progress.stop();
          progress.update(0, 3, 'sets');
          progress.update(2, 4, 'sets');
          progress.stop();
        });
      });
      return texts;
    };
    expect(shown(false, false)).to.deep.equal({ out: '', err: '' });
    expect(shown(true, true)).to.deep.equal({ out: '', err: '' });
    const bar = shown(true, false);
    expect(bar.out).to.equal('');
    expect(bar.err).to.contain('0/3 sets');
  });

  it('reports a ledger error in one line, or one JSON object', () => {
    const error = ledgerError('CONFIG_INVALID', 'PORT=x: expected a number', { details: { PORT: 'a number' } });
    expect(written(() => reportFailure(error, false))).to.deep.equal({
      out: '',
      err: 'tcg-ledger: CONFIG_INVALID: PORT=x: expected a number\n',
    });
    const { out, err } = written(() => reportFailure(error, true));
    expect(out).to.equal('');
    expect(JSON.parse(err)).to.deep.equal({
      code: 'CONFIG_INVALID',
      detail: 'PORT=x: expected a number',
      details: { PORT: 'a number' },
    });
  });

  it('reports any other failure with its stack, for a bug report', () => {
    const { err } = written(() => reportFailure(new TypeError('oops'), false));
    expect(err).to.match(/^tcg-ledger: oops\nTypeError: oops\n {4}at /);
    expect(JSON.parse(written(() => reportFailure(new TypeError('oops'), true)).err)).to.deep.equal({
      code: 'INTERNAL',
      detail: 'oops',
      details: {},
    });
    expect(written(() => reportFailure('text', false)).err).to.equal('tcg-ledger: text\n');
    const bare = new Error('bare');
    delete bare.stack;
    expect(written(() => reportFailure(bare, false)).err).to.equal('tcg-ledger: bare\n\n');
  });

  it('aligns rows in columns, with a dash for null', () => {
    expect(
      table([
        ['name', 'rows', 'x'],
        ['a', 1_000, null],
        ['longer name', 0, ''],
      ]),
    ).to.equal(['name         rows  x', 'a            1000  -', 'longer name  0'].join('\n'));
    expect(table([['longer', 'b', 'c'], ['a']])).to.equal(['longer  b  c', 'a'].join('\n'));
    expect(table([])).to.equal('');
  });
});
