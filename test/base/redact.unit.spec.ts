/** Goal: no text for people holds a secret, however the URL around it is written. */
import { expect } from 'chai';
import { isSecretName, redact, redactValue } from '../../src/base/redact.js';

/** Passwords with characters that end a user info, a host or a text. */
const odd = [
  'hunter2',
  'hun:ter2',
  'hun@ter2',
  'hun/ter2',
  'hun?ter2',
  'hun#ter2',
  'hun%ter2',
  'hun&ter2',
  '12/hunter2',
];
const schemes = [
  'postgres',
  'postgresql',
  'esdb',
  'esdb+discover',
  'kurrentdb',
  'redis',
  'rediss',
  'http',
  'https',
  'kafka',
];

const secretOf = (password: string): string => (password.includes('hunter2') ? 'hunter2' : password.slice(-4));

describe('secrets in texts', () => {
  it('are removed from URLs of every kind, whatever characters a password has', () => {
    for (const scheme of schemes)
      for (const password of odd) {
        const text = `cannot open ${scheme}://user:${password}@host:1234/db?tls=true, sorry`;
        expect(redact(text), text).to.equal(`cannot open ${scheme}://user:***@host:1234/db?tls=true, sorry`);
        expect(redact(`"${scheme}://:${password}@host"`)).to.equal(`"${scheme}://***@host"`);
      }
  });

  it('are removed from each of several URLs', () => {
    expect(redact('redis://u:one@a:1,redis://u:two@b:2 and esdb://x:three@c')).to.equal(
      'redis://u:***@a:1,redis://u:***@b:2 and esdb://x:***@c',
    );
  });

  it('are removed where a blank, a quote or a missing host makes the URL invalid', () => {
    for (const text of [
      'postgres://u:hunter two@h/d',
      "postgres://u:hun'ter@h/d",
      'postgres://u:hunter',
      'http://u:p"q@h',
    ])
      expect(redact(`DATABASE_URL=${text}: expected`), text)
        .to.match(/^DATABASE_URL=\w+:\/\/u:\*\*\*/)
        .and.not.match(/hun|two|ter|p"q/);
  });

  it('are removed from tokens in place of a user, queries, key-value strings and headers', () => {
    for (const text of [
      'http://hunter2@proxy:3128/',
      'postgres://host/db?user=u&password=hunter2&ssl=1',
      'postgres://host/db?sslpassword=hunter2',
      'host=h user=u password=hunter2 dbname=d',
      "host=h password='hun hunter2' dbname=d",
      'KAFKA_PASSWORD=hunter2',
      'https://x/?api_key=hunter2&access_token=hunter2',
      'Proxy-Authorization: Basic aHVudGVyMjpodW50ZXIyhunter2',
    ])
      expect(redact(text), text).not.to.contain('hunter2');
  });

  it('leave other texts alone', () => {
    for (const text of [
      'postgres://host:5432/db',
      'http://127.0.0.1:8080: nothing listens there',
      'esdb://a:2113,b:2113?tls=false',
      'http://[::1]:80/x',
      'API http://127.0.0.1:8080/v1   docs http://127.0.0.1:8080/docs',
      'connect ECONNREFUSED 127.0.0.1:5432',
      'cards a@b',
    ])
      expect(redact(text), text).to.equal(text);
  });
});

describe('values of variables in errors', () => {
  it('show no password, with or without a scheme', () => {
    for (const password of [...odd, 'hun ter', "hun'ter", 'hun"ter'])
      for (const value of [
        `postgres://u:${password}@h/d`,
        `u:${password}@h/d`,
        `postgres:/u:${password}@h`,
        `:${password}@h`,
      ])
        expect(redactValue('DATABASE_URL', value), value)
          .not.to.contain(secretOf(password))
          .and.not.match(/hun|ter/);
    expect(redactValue('DATABASE_URL', 'mysql://user:hunter2@host/db')).to.equal('mysql://user:***@host/db');
    expect(redactValue('REDIS_URL', 'user:hunter2')).to.equal('user:***');
    expect(redactValue('HTTPS_PROXY', 'u:hunter2@proxy:3128')).to.equal('u:***@proxy:3128');
  });
  it('are hidden where the name says that they are secret', () => {
    for (const name of [
      'KAFKA_PASSWORD',
      'EBAY_CLIENT_SECRET',
      'TCGPLAYER_PRIVATE_KEY',
      'API_TOKEN',
      'JWT_PRIVATE_KEY_FILE',
    ])
      expect(redactValue(name, 'hunter2'), name).to.equal('[hidden]');
    for (const name of ['PORT', 'position', 'subscriber', 'KAFKA_USERNAME'])
      expect(isSecretName(name), name).to.equal(false);
  });
  it('are shown where they are none', () => {
    for (const value of [
      'h:6379',
      'postgres:',
      'redis://a:1;redis://b:2',
      'a:9092;b:9092',
      'kafka://a:9092',
      'localhost',
    ])
      expect(redactValue('REDIS_URL', value)).to.equal(value);
  });
});
