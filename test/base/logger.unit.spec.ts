/** Log lines go to stderr, as JSON or plain text, at the configured level, without secrets. */
import { expect } from 'chai';
import { createLogger, type Logger, type LogLevel, silentLogger } from '../../src/base/logger.js';
import sinon from 'sinon';

/** What `work` writes to stderr. */
const lines = async (
  options: { level: LogLevel; pretty: boolean },
  work: (logger: Logger) => void,
): Promise<string[]> => {
  const texts: string[] = [];
  const stub = sinon.stub(process.stderr, 'write').callsFake((text: unknown, ...rest: unknown[]) => {
    texts.push(String(text));
    const done = rest.at(-1);
    if (typeof done === 'function') (done as () => void)();
    return true;
  });
  try {
    const logger = createLogger(options);
    work(logger);
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    stub.restore();
  }
  return texts.map((text) => text.trimEnd());
};

describe('log lines', () => {
  it('are JSON objects with time, level, message and fields', async () => {
    const [line] = await lines({ level: 'info', pretty: false }, (logger) => logger.info('started', { port: 8080 }));
    const parsed = JSON.parse(line as string) as Record<string, unknown>;
    expect(parsed).to.include({ level: 'info', message: 'started', port: 8080 });
    expect(Date.parse(String(parsed['timestamp']))).to.be.a('number').and.not.NaN;
  });

  it('are short on a terminal', async () => {
    const [line] = await lines({ level: 'info', pretty: true }, (logger) =>
      logger.warn('slow', { ms: 12, at: { set: 3 }, name: 'x' }),
    );
    expect(line).to.match(/^\d\d:\d\d:\d\d warn {2}slow ms=12 at=\{"set":3\} name=x$/);
  });

  it('appear at the configured level and above', async () => {
    const said = await lines({ level: 'warn', pretty: true }, (logger) => {
      logger.debug('1');
      logger.info('2');
      logger.warn('3');
      logger.error('4');
    });
    expect(said.map((line) => line.slice(-1))).to.deep.equal(['3', '4']);
  });

  it('redact secrets, by the name of the field or within a URL', async () => {
    const said = await lines({ level: 'info', pretty: false }, (logger) =>
      logger.info('connecting to postgres://user:hunter2@host/db', {
        url: 'redis://user:hunter2@host and amqp://u:hunter2@other',
        password: 'hunter2',
        clientSecret: 'hunter2',
        Authorization: 'Bearer hunter2',
        api_key: 'hunter2',
        nested: { password: 'hunter2', list: ['esdb://u:hunter2@h:2113'] },
        harmless: 'ok',
      }),
    );
    expect(said.join()).not.to.contain('hunter2');
    expect(said.join()).to.contain('"harmless":"ok"').and.to.contain('postgres://user:***@host/db');
  });

  it('are not written by the silent logger', async () => {
    expect(await lines({ level: 'info', pretty: false }, () => silentLogger.error('x'))).to.deep.equal([]);
  });
});
