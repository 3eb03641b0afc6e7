/** Connection strings: their meaning, and errors that show no part of them. */
import { EventStoreDBClient } from '@eventstore/db-client';
import { expect } from 'chai';
import { errorCode } from '../../../src/base/errors.js';
import { readConnectionString } from '../../../src/log/eventstoredb/connection-string.js';
import { isEventStorePosition, parsePosition, printPosition } from '../../../src/log/eventstoredb/position.js';
import { eventStoreLimits } from '../../../src/log/eventstoredb/limits.js';

const refusal = (text: string): Error => {
  try {
    readConnectionString(text);
  } catch (error) {
    return error as Error;
  }
  throw new Error(`accepted: ${text}`);
};

describe('EventStoreDB connection strings', () => {
  it('are the same under the new name of the server', () => {
    for (const scheme of ['kurrentdb', 'kurrent', 'kdb'])
      for (const rest of ['://u:p@a:1,b:2?tls=true&keepAliveInterval=7', '+discover://cluster:2113?tls=false'])
        expect(readConnectionString(`${scheme}${rest}`), scheme).to.deep.equal(readConnectionString(`esdb${rest}`));
  });

  it('name one node, several, or discovery', () => {
    const hosts = (text: string) => {
      const { hosts: list, discover, where } = readConnectionString(text);
      return { list: list.map(({ address, port }) => `${address}:${port}`), discover, where };
    };
    expect(hosts('esdb://localhost')).to.deep.equal({
      list: ['localhost:2113'],
      discover: false,
      where: 'localhost:2113',
    });
    expect(hosts('esdb://node1.db:2114/')).to.deep.equal({
      list: ['node1.db:2114'],
      discover: false,
      where: 'node1.db:2114',
    });
    expect(hosts('esdb+discover://cluster.db:2113?nodePreference=leader').discover).to.equal(true);
    expect(hosts('esdb://a:1,b:2,c?tls=false')).to.deep.equal({
      list: ['a:1', 'b:2', 'c:2113'],
      discover: true,
      where: 'a:1,b:2,c:2113',
    });
    expect(hosts('esdb://[::1]:2113').list).to.deep.equal(['[::1]:2113']);
  });

  it('split credentials at the first colon and the last at sign, percent-encoded or not', () => {
    const credentials = (text: string) => readConnectionString(`esdb://${text}@localhost`).credentials;
    expect(credentials('admin:changeit')).to.deep.equal({ username: 'admin', password: 'changeit' });
    expect(credentials('admin:pa%3Ass%40%25')).to.deep.equal({ username: 'admin', password: 'pa:ss@%' });
    expect(credentials('admin:pa:ss')).to.deep.equal({ username: 'admin', password: 'pa:ss' });
    expect(credentials('admin:p@ss')).to.deep.equal({ username: 'admin', password: 'p@ss' });
    expect(readConnectionString('esdb://localhost').credentials).to.equal(undefined);
  });

  it('are misread by the client, which cuts such a password and prints it if an option is unknown', () => {
    const said: string[] = [];
    const { warn } = console;
    console.warn = (line: string) => said.push(line);
    try {
      EventStoreDBClient.connectionString('esdb://admin:pa:ss@localhost?colour=red&tls=false');
    } finally {
      console.warn = warn;
    }
    expect(said.join()).to.include('pa:ss');
  });

  it('use TLS unless it is switched off, which warns that credentials are not sent', () => {
    expect(readConnectionString('esdb://localhost')).to.include({ tls: true });
    expect(readConnectionString('esdb://localhost?tls=false').warnings).to.deep.equal([]);
    const open = readConnectionString('esdb://admin:changeit@localhost?tls=false');
    expect(open.tls).to.equal(false);
    expect(open.warnings.join())
      .to.match(/EVENTSTORE_URL.*not sent/)
      .and.not.include('changeit');
  });

  it('always verify certificates, and warn if the option says otherwise', () => {
    expect(readConnectionString('esdb://localhost?tls=false&tlsVerifyCert=false').warnings).to.deep.equal([]);
    expect(readConnectionString('esdb://localhost?tlsVerifyCert=true').warnings).to.deep.equal([]);
    const unverified = readConnectionString(
      'esdb://admin:changeit@localhost?tls=true&tlsVerifyCert=false&tlsCAFile=package.json',
    );
    expect(unverified.rootCertificate).to.not.equal(undefined);
    expect(unverified.warnings.join())
      .to.match(/EVENTSTORE_URL.*tlsCAFile/)
      .and.not.include('changeit');
    expect(() => readConnectionString('esdb://localhost?tls=false&tlsVerifyCert=no'))
      .to.throw()
      .with.property('code', 'CONFIG_INVALID');
  });

  it('take options in any case, with keep-alive on by default', () => {
    const { client, silenceMsMax } = readConnectionString(
      'esdb://localhost?KEEP_ALIVE-interval=20000&defaultDeadline=1500&connectionName=a%20b&gossipTimeout=3&throwOnAppendFailure=false&maxDiscoverAttempts=2&discoveryInterval=50&nodePreference=read_only_replica',
    );
    expect(client).to.deep.equal({
      keepAliveInterval: 20_000,
      keepAliveTimeout: eventStoreLimits.keepAliveTimeoutMs,
      connectionName: 'a b',
      gossipTimeout: 3,
      maxDiscoverAttempts: 2,
      discoveryInterval: 50,
      nodePreference: 'read_only_replica',
    });
    expect(silenceMsMax).to.equal(1_500);
    expect(readConnectionString('esdb://localhost').silenceMsMax).to.equal(eventStoreLimits.silenceMsMax);
  });

  it('throw CONFIG_INVALID naming the variable, without any part of the string', () => {
    const secret = 'hunter2';
    const wrong = [
      'kurrent-db://localhost',
      'esdb://',
      `esdb://admin:${secret}@`,
      `esdb://admin:${secret}@localhost:99999`,
      `esdb://admin:${secret}@local host`,
      `esdb://admin:${secret}%@localhost`,
      `esdb://admin:${secret}?@localhost`,
      `esdb://${secret}@localhost`,
      `esdb://:${secret}@localhost`,
      `esdb://admin:${secret}@localhost?tls=True`,
      `esdb://admin:${secret}@localhost?tls`,
      `esdb://admin:${secret}@localhost?colour=red`,
      `esdb://admin:${secret}@localhost?keepAliveInterval=-1`,
      `esdb://admin:${secret}@localhost?keepAliveInterval=soon`,
      `esdb://admin:${secret}@localhost?nodePreference=any`,
      `esdb://admin:${secret}@localhost?tlsCAFile=/none/at/all.crt`,
      `esdb://admin:${secret}@localhost?userCertFile=package.json`,
    ];
    for (const text of wrong) {
      const error = refusal(text);
      expect(errorCode(error), text).to.equal('CONFIG_INVALID');
      expect(error.message, text)
        .to.match(/^EVENTSTORE_URL: expected /)
        .and.not.include(secret);
      expect(JSON.stringify(error)).to.not.include(secret);
    }
  });

  it('name files relative to the working directory', () => {
    const { rootCertificate, userCertFile, userKeyFile } = readConnectionString(
      'esdb://localhost?tlsCAFile=package.json&userCertFile=package.json&userKeyFile=package.json',
    );
    for (const file of [rootCertificate, userCertFile, userKeyFile])
      expect(file?.toString()).to.include('tcg-price-ledger');
    expect(readConnectionString('esdb://localhost?tls=false&tlsCAFile=package.json').rootCertificate).to.equal(
      undefined,
    );
  });
});

describe('EventStoreDB positions', () => {
  it('sort as texts in the order of their numbers, the beginning first', () => {
    const positions = [
      { commit: '9', prepare: '9' },
      { commit: '10', prepare: '0' },
      { commit: '10', prepare: '10' },
      { commit: '9223372036854775807', prepare: '1' },
    ];
    const printed = positions.map(printPosition);
    expect(printed).to.deep.equal([...printed].sort());
    expect(printed.every((text) => text !== null && text > '0' && isEventStorePosition(text))).to.equal(true);
    expect(printed.map((text) => parsePosition(text as string))).to.deep.equal(positions);
    expect(parsePosition('0')).to.equal(null);
  });

  it(`exclude the server's numbers for "none" and "the end"`, () => {
    expect(printPosition({ commit: '18446744073709551615', prepare: '18446744073709551615' })).to.equal(null);
    const digits = (text: string): string => text.padStart(20, '0');
    for (const text of [
      `${digits('9223372036854775808')}-${digits('1')}`,
      `${digits('1')}-${digits('2')}`,
      digits('1'),
      `${digits('1')}-${digits('1')} `,
    ]) {
      expect(isEventStorePosition(text), text).to.equal(false);
      expect(() => parsePosition(text))
        .to.throw()
        .with.property('code', 'INVALID_POSITION');
    }
  });
});
