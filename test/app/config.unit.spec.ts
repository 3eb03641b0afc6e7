/** Goal: the accepted values of every variable, and errors with name, value and expectation. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../../src/app/config.js';
import { createSource } from '../../src/app/sources.js';
import { isSimulated, sourceNames } from '../../src/domain/source.js';
import { isLedgerError } from '../../src/base/errors.js';

/** Returns the error that stops the start. */
const refusal = (env: Record<string, string>): { message: string; details: Readonly<Record<string, string>> } => {
  try {
    readConfig(env);
  } catch (error) {
    if (isLedgerError(error) && error.code === 'CONFIG_INVALID') return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(env)}`);
};

const good: [string, string, (config: ReturnType<typeof readConfig>) => unknown, unknown][] = [
  ['HOST', '0.0.0.0', (config) => config.host, '0.0.0.0'],
  ['PORT', '0', (config) => config.port, 0],
  ['PORT', '65535', (config) => config.port, 65_535],
  ['CORS_ORIGINS', '*', (config) => config.corsOrigins, '*'],
  [
    'CORS_ORIGINS',
    'https://Cards.example/, http://127.0.0.1:5173,https://cards.example:443',
    (config) => config.corsOrigins,
    ['https://cards.example', 'http://127.0.0.1:5173'],
  ],
  ['TRUSTED_PROXIES', 'loopback, 10.0.0.0/8,::1', (config) => config.trustedProxies, ['loopback', '10.0.0.0/8', '::1']],
  ['PUBLIC_URL', 'https://cards.example/', (config) => config.publicUrl, 'https://cards.example'],
  ['CARD_IMAGES', 'link', (config) => config.cardImages, 'link'],
  ['READS_NEED_KEY', 'true', (config) => config.readsNeedKey, true],
  ['JWT_PRIVATE_KEY_FILE', '/keys/k.pem', (config) => config.jwtPrivateKeyFile, '/keys/k.pem'],
  ['ADMIN_EMAIL', 'Boss@Example.org', (config) => config.adminEmail, 'boss@example.org'],
  ['RATE_LIMIT_BURST', '7', (config) => config.quotaPolicies[0], { name: 'burst', requests: 7, windowS: 60 }],
  ['RATE_LIMIT_BURST', '0', (config) => config.quotaPolicies.map(({ name }) => name), ['hour']],
  ['RATE_LIMIT_HOURLY', '0', (config) => config.quotaPolicies.map(({ name }) => name), ['burst']],
  ['DATA_DIR', '/var/lib/ledger', (config) => config.dataDir, '/var/lib/ledger'],
  ['EXPORTS_DIR', '/srv/exports', (config) => config.exportsDir, '/srv/exports'],
  ['LOG_LEVEL', 'debug', (config) => config.logLevel, 'debug'],
  ['DATABASE_URL', 'postgres://u:p@h:5432/d', (config) => config.databaseUrl, 'postgres://u:p@h:5432/d'],
  ['DATABASE_URL', 'postgresql://h/d', (config) => config.databaseUrl, 'postgresql://h/d'],
  [
    'EVENTSTORE_URL',
    'esdb://u:p@a:2113,b:2113?tls=true',
    (config) => config.eventStoreUrl,
    'esdb://u:p@a:2113,b:2113?tls=true',
  ],
  ['EVENTSTORE_URL', 'esdb+discover://h?tls=false', (config) => config.eventStoreUrl, 'esdb+discover://h?tls=false'],
  ...['kurrentdb://u:p@h:2113', 'kurrentdb+discover://h?tls=false'].map((url): (typeof good)[number] => [
    'EVENTSTORE_URL',
    url,
    (config) => config.eventStoreUrl,
    url,
  ]),
  ['REDIS_URL', 'redis://h:6379/2', (config) => config.redisUrls, ['redis://h:6379/2']],
  ['REDIS_URL', 'rediss://a:1, rediss://b:2', (config) => config.redisUrls, ['rediss://a:1', 'rediss://b:2']],
  ['KAFKA_BROKERS', 'a:9092, [::1]:9093', (config) => config.kafka?.brokers, ['a:9092', '[::1]:9093']],
  ['SOURCES', 'tcgcsv', (config) => config.collectedSources, ['tcgcsv']],
  ['SOURCES', ' sandbox-tcgcsv , sandbox-tcgcsv', (config) => config.collectedSources, ['sandbox-tcgcsv']],
  ['TCGCSV_URL', 'http://127.0.0.1:4000//', (config) => config.sources.tcgcsv.url, 'http://127.0.0.1:4000'],
  ['TCGCSV_PAUSE_MS', '0', (config) => config.sources.tcgcsv.pauseMs, 0],
  ['TCGCSV_MIN_INTERVAL', '0', (config) => config.sources.tcgcsv.minIntervalMs, 0],
  ['TCGCSV_MIN_INTERVAL', '90m', (config) => config.sources.tcgcsv.minIntervalMs, 5_400_000],
  ['TCGCSV_MIN_INTERVAL', '1.5 h', (config) => config.sources.tcgcsv.minIntervalMs, 5_400_000],
  ['TCGCSV_DAILY_BUDGET', '1', (config) => config.sources.tcgcsv.dailyBudget, 1],
  ['TCGCSV_CATEGORIES', '85, 3,85', (config) => config.sources.tcgcsv.categories, [85, 3]],
  ['USER_AGENT', 'My-App.x_1/1.2.3', (config) => config.userAgent, 'My-App.x_1/1.2.3'],
];

const bad: [string, string[], RegExp][] = [
  ['PORT', ['-1', '65536', '8080 ', '80.5', 'http', '1e3'], /a whole number from 0 to 65535/],
  [
    'CORS_ORIGINS',
    ['cards.example', '*,https://a.example', 'https://a.example/app', 'ftp://a.example', 'null', 'https://*.a.example'],
    /origins such as https:\/\/cards\.example/,
  ],
  ['LOG_LEVEL', ['trace', 'INFO'], /one of error, warn, info, debug/],
  ['DATABASE_URL', ['mysql://h/d', 'h:5432/d', 'postgres:', 'postgres://a b/'], /a postgres:\/\/ URL/],
  [
    'EVENTSTORE_URL',
    ['http://h:2113', 'kurrent-db://h', 'esdb:/h', 'esdb://h h'],
    /an esdb:\/\/ or kurrentdb:\/\/ connection string/,
  ],
  ['REDIS_URL', ['h:6379', 'redis://a:1;redis://b:2', 'http://h'], /a redis:\/\/ or rediss:\/\/ URL/],
  ['KAFKA_BROKERS', ['localhost', 'a:9092;b:9092', 'kafka://a:9092'], /host:port, several separated by commas/],
  ['CARD_IMAGES', ['yes', 'PROXY'], /proxy, link or none/],
  ['KAFKA_TLS', ['yes', '1'], /true or false/],
  ['KAFKA_SASL_MECHANISM', ['gssapi'], /one of plain, scram-sha-256, scram-sha-512/],
  ['KAFKA_PARTITIONS', ['0', '1001'], /a whole number from 1 to 1000/],
  ['KAFKA_REPLICATION', ['0', '16'], /a whole number from 1 to 15/],
  [
    'SOURCES',
    ['kleinanzeigen', 'tcgcsv,', 'tcgcsv;sandbox-tcgcsv'],
    /a comma-separated list of tcgcsv, sandbox-tcgcsv/,
  ],
  ['CARDMARKET_DAILY_BUDGET', ['0', '1001'], /a whole number from 1 to 1000/],
  ['TCGPLAYER_URL', ['api.tcgplayer.com'], /an http:\/\/ or https:\/\/ URL/],
  ['TCGPLAYER_CONDITIONS', ['yes'], /true or false/],
  ['TCGPLAYER_MIN_INTERVAL', ['soon'], /a duration such as 24h/],
  ['TCGPLAYER_DAILY_BUDGET', ['0'], /a whole number from 1 to 1000000/],
  ['EBAY_MARKETPLACE', ['EBAY_AU', 'us'], /EBAY_US/],
  ['EBAY_PAGES', ['0', '51'], /a whole number from 1 to 50/],
  ['EBAY_DETAILS', ['-1', '101'], /a whole number from 0 to 100/],
  ['TCGCSV_CATEGORIES', ['pokemon', '3,', '3;68', '70'], /a comma-separated list of 3, 68, 85/],
  ['TCGCSV_URL', ['tcgcsv.com', 'ftp://tcgcsv.com', 'http://'], /an http:\/\/ or https:\/\/ URL/],
  ['TCGCSV_PAUSE_MS', ['60001', '-5', '1s'], /a whole number from 0 to 60000/],
  ['TCGCSV_MIN_INTERVAL', ['soon', '-1h', '1 fortnight', '24 hours h'], /a duration such as 24h, 90m, 30s or 0/],
  ['TCGCSV_DAILY_BUDGET', ['0', '10001'], /a whole number from 1 to 10000/],
  ['PAYLOADS_KEPT', ['0', '23h', 'ever', '3651d'], /a duration from 1d to 3650d|a duration such as 24h/],
  ['REQUESTS_KEPT', ['1d'], /a duration from 2d to 3650d/],
  ['TASKS_KEPT', ['12h'], /a duration from 1d to 3650d/],
  ['NOTIFICATIONS_KEPT', ['6d'], /a duration from 7d to 3650d/],
  ['USER_AGENT', ['curl', 'Mozilla/5.0 (X11)', 'A/1.2.3.4.5'], /Name\/1\.2\.3/],
];

describe('configuration', () => {
  it('has a default for everything', () => {
    const tcgcsv = {
      url: 'https://tcgcsv.com',
      pauseMs: 100,
      minIntervalMs: 86_400_000,
      dailyBudget: 10_000,
      categories: [3, 68],
    };
    const tcgplayer = {
      ...{ url: 'https://api.tcgplayer.com', pauseMs: 100, minIntervalMs: 1_800_000, dailyBudget: 10_000 },
      ...{ categories: [3, 68], conditions: false, publicKey: undefined, privateKey: undefined },
      storeUrl: 'https://store.tcgplayer.com',
    };
    const cardmarket = {
      url: 'https://downloads.s3.cardmarket.com',
      ...{ pauseMs: 1_000, minIntervalMs: 72_000_000, dailyBudget: 50 },
    };
    const ebay = {
      ...{ url: 'https://api.ebay.com', pauseMs: 200, minIntervalMs: 3_000_000, dailyBudget: 5_000 },
      ...{ marketplace: 'EBAY_US', pages: 1, details: 0, clientId: undefined, clientSecret: undefined },
      ...{ authUrl: 'https://auth.ebay.com', redirectName: undefined },
    };
    const sources = { tcgcsv, tcgplayer, cardmarket, ebay };
    const simulated = {
      ...{ 'sandbox-tcgcsv': tcgcsv, 'sandbox-tcgplayer': tcgplayer },
      ...{ 'sandbox-cardmarket': cardmarket, 'sandbox-ebay': ebay },
    };
    const dayMs = 86_400_000;
    expect(readConfig({})).to.deep.equal({
      kept: { payloadsMs: 7 * dayMs, requestsMs: 2 * dayMs, tasksMs: 30 * dayMs, notificationsMs: 90 * dayMs },
      host: '127.0.0.1',
      port: 8080,
      cardImages: 'proxy',
      corsOrigins: [],
      trustedProxies: [],
      publicUrl: undefined,
      readsNeedKey: false,
      jwtPrivateKeyFile: undefined,
      adminEmail: undefined,
      quotaPolicies: [
        { name: 'burst', requests: 100, windowS: 60 },
        { name: 'hour', requests: 1_000, windowS: 3_600 },
      ],
      dataDir: '.data',
      exportsDir: undefined,
      operator: null,
      logLevel: 'info',
      eventStoreUrl: undefined,
      databaseUrl: undefined,
      databaseReadUrl: undefined,
      redisUrls: undefined,
      smtp: undefined,
      webhookAllow: [],
      kafka: undefined,
      collectedSources: ['tcgcsv'],
      sources: { ...sources, ...simulated },
      ebayDeletions: undefined,
      userAgent: 'TcgPriceLedger/0.1.0',
      proxies: {},
    });
  });

  it('accepts good values', () => {
    for (const [name, value, read, expected] of good) {
      expect(read(readConfig({ [name]: value })), `${name}=${value}`).to.deep.equal(expected);
    }
  });

  it('rejects invalid values in one line with name, value and expectation', () => {
    for (const [name, values, expected] of bad) {
      for (const value of values) {
        const { message, details } = refusal({ [name]: value });
        expect(message, name).to.contain(`${name}=${value}: expected `).and.to.match(expected).and.not.to.contain('\n');
        expect(Object.keys(details)).to.deep.equal([name]);
      }
    }
  });

  it('treats an empty variable as unset', () => {
    const names = [...new Set([...good.map(([name]) => name), 'REDIS_URL', 'DATABASE_URI'])];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).to.deep.equal(readConfig({}));
  });

  it('accepts credentials of Kafka only if they are complete', () => {
    const sasl = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' };
    const env = { KAFKA_BROKERS: 'a:1', KAFKA_TLS: 'true', KAFKA_PARTITIONS: '12', KAFKA_REPLICATION: '3', ...sasl };
    expect(readConfig(env).kafka).to.deep.equal({
      brokers: ['a:1'],
      tls: true,
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
      partitions: 12,
      replication: 3,
    });
    for (const name of Object.keys(sasl)) {
      expect(refusal({ ...env, [name]: '' }).message).to.match(new RegExp(`^${name}=.*: expected all of`));
    }
  });

  it('rejects a replica of the embedded Postgres', () => {
    expect(refusal({ DATABASE_READ_URL: 'postgres://h/d' }).message).to.match(
      /^DATABASE_READ_URL=.*DATABASE_URL beside it/,
    );
    const urls = { DATABASE_URL: 'postgres://a/d', DATABASE_READ_URL: 'postgres://b/d' };
    expect(readConfig(urls).databaseReadUrl).to.equal('postgres://b/d');
  });

  it('takes where the operator is told: a webhook with its secret, or else a mail', () => {
    const hook = {
      OPERATOR_WEBHOOK: 'https://ops.example/hook?key=abcdef',
      OPERATOR_WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}`,
    };
    const mail = { ADMIN_EMAIL: 'boss@shop.example', SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'cards@shop.example' };
    const { operator } = readConfig({ ...hook, ...mail });
    expect(operator).to.deep.equal({
      kind: 'webhook',
      url: hook.OPERATOR_WEBHOOK,
      secret: hook.OPERATOR_WEBHOOK_SECRET,
    });
    expect(readConfig(mail).operator).to.deep.equal({ kind: 'email', address: 'boss@shop.example' });
    expect(readConfig({ ADMIN_EMAIL: mail.ADMIN_EMAIL }).operator).to.equal(null);
    expect(refusal({ OPERATOR_WEBHOOK: hook.OPERATOR_WEBHOOK }).message).to.match(/^OPERATOR_WEBHOOK_SECRET=/);
    expect(refusal({ OPERATOR_WEBHOOK_SECRET: hook.OPERATOR_WEBHOOK_SECRET }).message).to.match(/^OPERATOR_WEBHOOK=/);
    const secret = refusal({ ...hook, OPERATOR_WEBHOOK_SECRET: 'whsec_hunter2' }).message;
    expect(secret)
      .to.match(/^OPERATOR_WEBHOOK_SECRET=\[hidden\]/)
      .and.not.include('hunter2');
    const plain = { ...hook, OPERATOR_WEBHOOK: 'http://10.1.2.3/hook' };
    expect(refusal(plain).message).to.match(/^OPERATOR_WEBHOOK=.*WEBHOOK_ALLOW/);
    expect(readConfig({ ...plain, WEBHOOK_ALLOW: '10.1.0.0/16' }).operator).to.include({ url: plain.OPERATOR_WEBHOOK });
  });

  it('takes a mail server with its sender, both or none', () => {
    const env = { SMTP_URL: 'smtp://me:pass@mail.example:587', MAIL_FROM: 'Cards <cards@shop.example>' };
    expect(readConfig({}).smtp).to.equal(undefined);
    expect(readConfig(env).smtp).to.deep.equal({ url: env.SMTP_URL, from: env.MAIL_FROM });
    expect(refusal({ SMTP_URL: env.SMTP_URL }).message).to.match(/^MAIL_FROM=: expected the sender/);
    expect(refusal({ MAIL_FROM: env.MAIL_FROM }).message).to.match(/SMTP_URL beside it/);
    expect(refusal({ ...env, MAIL_FROM: 'nobody' }).message).to.match(/^MAIL_FROM=nobody: expected an address/);
  });

  it("takes the token and the address of eBay's notices, both or none", () => {
    const env = {
      EBAY_DELETION_TOKEN: 'x'.repeat(32),
      EBAY_DELETION_URL: 'https://prices.example/ebay/account-deletion',
    };
    expect(readConfig(env).ebayDeletions).to.deep.equal({
      token: env.EBAY_DELETION_TOKEN,
      endpoint: env.EBAY_DELETION_URL,
    });
    expect(refusal({ EBAY_DELETION_URL: env.EBAY_DELETION_URL }).message).to.match(/^EBAY_DELETION_TOKEN=.*expected/);
    expect(refusal({ EBAY_DELETION_TOKEN: env.EBAY_DELETION_TOKEN }).message).to.match(/^EBAY_DELETION_URL=: expected/);
    const short = refusal({ ...env, EBAY_DELETION_TOKEN: 'short-secret' }).message;
    expect(short)
      .to.match(/32 to 80/)
      .and.not.to.contain('short-secret');
  });

  it('refuses a budget of eBay that carries no card an hour, where eBay is collected', () => {
    const keys = { SOURCES: 'tcgcsv,ebay', EBAY_CLIENT_ID: 'id', EBAY_CLIENT_SECRET: 'secret' };
    expect(readConfig({ ...keys, EBAY_DAILY_BUDGET: '72' }).sources.ebay.dailyBudget).to.equal(72);
    expect(refusal({ ...keys, EBAY_DAILY_BUDGET: '71' }).message).to.match(
      /^EBAY_DAILY_BUDGET=71: expected at least 72: one card an hour with EBAY_PAGES=1 and EBAY_DETAILS=0/,
    );
    expect(refusal({ ...keys, EBAY_DAILY_BUDGET: '143', EBAY_DETAILS: '3' }).message).to.contain('at least 144');
    expect(readConfig({ EBAY_DAILY_BUDGET: '1' }).sources.ebay.dailyBudget, 'not collected').to.equal(1);
  });

  it('takes networks that webhooks may reach', () => {
    const allowed = readConfig({ WEBHOOK_ALLOW: '10.1.0.0/16, ::1' }).webhookAllow;
    expect(allowed.map(([address, bits]) => `${String(address)}/${bits}`)).to.deep.equal(['10.1.0.0/16', '::1/128']);
    expect(refusal({ WEBHOOK_ALLOW: 'intranet' }).message).to.match(
      /^WEBHOOK_ALLOW=intranet: expected addresses or networks/,
    );
  });

  it('refuses misspelt names and suggests the right one', () => {
    const typos = {
      DATABASE_URI: 'DATABASE_URL',
      DATABSE_URL: 'DATABASE_URL',
      SOURCE: 'SOURCES',
      DATADIR: 'DATA_DIR',
      LOGLEVEL: 'LOG_LEVEL',
      TCGCSV_PAUSE: undefined,
      TCGCSV_PAUSEMS: 'TCGCSV_PAUSE_MS',
      USERAGENT: 'USER_AGENT',
      EVENTSTORE_UR: 'EVENTSTORE_URL',
    };
    for (const [name, meant] of Object.entries(typos)) {
      if (meant === undefined) expect(() => readConfig({ [name]: 'x' }), name).not.to.throw();
      else expect(refusal({ [name]: 'x' }).message, name).to.contain(`${name}=x: expected the name ${meant}`);
    }
  });

  it('ignores names that belong to other programs', () => {
    const env = {
      POST: '1',
      HOSTS: 'x',
      HOSTNAME: 'box',
      PATH: '/bin',
      PGDATABASE: 'x',
      USER: 'me',
      npm_config_user_agent: 'npm',
      DATABASE: 'x',
    };
    expect(() => readConfig(env)).not.to.throw();
  });

  it('refuses a source without the keys that it needs, in one line', () => {
    const keys = { TCGPLAYER_PUBLIC_KEY: 'a', TCGPLAYER_PRIVATE_KEY: 'b' };
    expect(readConfig({ SOURCES: 'tcgcsv,tcgplayer', ...keys }).sources.tcgplayer).to.include({
      publicKey: 'a',
      privateKey: 'b',
    });
    expect(refusal({ SOURCES: 'tcgcsv,tcgplayer', TCGPLAYER_PUBLIC_KEY: 'a' }).message).to.equal(
      'TCGPLAYER_PRIVATE_KEY=[hidden]: expected a value: tcgplayer is not collected without one',
    );
    expect(() => createSource('tcgplayer', readConfig({}).sources.tcgplayer)).to.throw(
      'TCGPLAYER_PUBLIC_KEY: expected a value: tcgplayer is not collected without one',
    );
  });

  describe('secrets as files', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'secrets-'))));
    afterEach(() => rmSync(folder, { recursive: true }));
    const file = (text: string): string => {
      writeFileSync(join(folder, 'secret'), text);
      return join(folder, 'secret');
    };

    it('are read, without the line end of an editor', () => {
      const config = readConfig({ TCGPLAYER_PRIVATE_KEY_FILE: file('hunter2\n'), TCGPLAYER_PUBLIC_KEY: 'a' });
      expect(config.sources.tcgplayer.privateKey).to.equal('hunter2');
      expect(readConfig({ DATABASE_URL_FILE: file('postgres://u:p@h/d') }).databaseUrl).to.equal('postgres://u:p@h/d');
    });

    it('are refused beside the variable, when they cannot be read, empty, or wrong, and never shown', () => {
      const cases: [Record<string, string>, RegExp][] = [
        [{ DATABASE_URL_FILE: '/nowhere/x' }, /^DATABASE_URL_FILE=.*: expected a file that can be read \(ENOENT\)$/],
        [{ TCGPLAYER_PRIVATE_KEY_FILE: file('') }, /expected a file with the value in it/],
      ];
      for (const [env, expected] of cases) expect(refusal(env).message).to.match(expected);
      const both = { TCGPLAYER_PRIVATE_KEY_FILE: file('hunter2'), TCGPLAYER_PRIVATE_KEY: 'x' };
      expect(refusal(both).message).to.match(/either TCGPLAYER_PRIVATE_KEY_FILE or TCGPLAYER_PRIVATE_KEY/);
      const wrong = refusal({ TCGPLAYER_PRIVATE_KEY_FILE: file('hunter2 hunter2') }).message;
      expect(wrong)
        .to.match(/^TCGPLAYER_PRIVATE_KEY=/)
        .and.not.to.contain('hunter2');
      expect(refusal({ TCGPLAYER_PRIVATE_KEY_FIL: 'x' }).message).to.match(/TCGPLAYER_PRIVATE_KEY_FILE/);
    });
  });

  it('shows no secret in an error', () => {
    const cases: Record<string, string>[] = [
      { EBAY_CLIENT_SECRET: 'hunter2 x' },
      { TCGPLAYER_PRIVATE_KEY: 'hunter2 x' },
      { EBAY_CLIENT_SECRE: 'hunter2' },
      { TCGPLAYER_PRIVAT_KY: 'hunter2' },
      { DATABASE_URL: 'mysql://user:hunter2@host/db' },
      { DATABASE_URL: 'mysql://user:un@hunter2@host/db' },
      { DATABASE_URL: 'mysql://user:hunter2/x@host/db' },
      { DATABASE_URL: 'mysql://:hunter2@host/db' },
      { DATABASE_URL: 'user:hunter2@host/db' },
      { DATABASE_URL: 'mysql://host/db?user=u&password=hunter2&x=1' },
      { DATABASE_URI: 'postgres://user:hunter2@host/db' },
      { REDIS_URL: 'http://:hunter2@host' },
      { REDIS_URL: 'redis://:hunter2@a,http://:hunter2@b' },
      { EVENTSTORE_URL: 'http://admin:hunter2@host' },
      { KAFKA_PASSWORD: 'hunter2' },
      { SMTP_URL: 'smtp://me%40x:hunter2@host' },
      // Characters that should have been escaped: a part of the password would be read as host, database or query.
      ...['hun/hunter2', '12/hunter2', 'hun?hunter2', 'hun#hunter2', 'hun%hunter2', 'h@hunter2/x'].flatMap(
        (password) => [
          { DATABASE_URL: `postgres://user:${password}@host/db` },
          { REDIS_URL: `redis://user:${password}@host` },
          { TCGCSV_URL: `https://user:${password}@host` },
          { KAFKA_BROKERS: `user:${password}@host:9092` },
          { EVENTSTORE_UR: `esdb://user:${password}@host:2113` },
        ],
      ),
      { DATABASE_URL: 'postgres://host/db?sslmode=wrong&password=hunter2' },
      { TCGCSV_URL: 'https://host/?token=hunter2' },
    ];
    for (const env of cases) {
      expect(refusal(env).message, JSON.stringify(env)).not.to.match(/hunter2/);
      expect(JSON.stringify(refusal(env)), JSON.stringify(env)).not.to.match(/hunter2/);
    }
    expect(refusal({ DATABASE_URL: 'mysql://user:hunter2@host/db' }).message).to.contain('mysql://user:***@host/db');
  });

  it('recognises simulated sources by their name', () => {
    expect(sourceNames.filter(isSimulated)).to.deep.equal([
      'sandbox-tcgcsv',
      'sandbox-tcgplayer',
      'sandbox-cardmarket',
      'sandbox-ebay',
    ]);
  });
});
