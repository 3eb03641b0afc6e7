/** Goal: /docs says whether prices are simulated, leads to every guide, and shows no empty box. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';
import { type ApiFixture, openApiFixture } from '../support/api-fixture.js';

const hrefs = (page: string): string[] => [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, to = '']) => to);

describe('/docs', () => {
  for (const simulated of [true, false]) {
    describe(simulated ? 'of simulated prices' : 'of real prices', () => {
      let fixture: ApiFixture;
      before(async () => {
        fixture = await openApiFixture({ simulated });
      });
      after(() => fixture.close());

      it(simulated ? 'says so on every page' : 'says nothing of simulation', async () => {
        for (const path of ['/docs', '/docs/errors']) {
          expect(
            /class="notice"><div class="top"><strong>Simulated/.test((await fixture.get(path)).body),
            path,
          ).to.equal(simulated);
        }
      });

      it('leads to the errors, the document and every guide, and to no other host', async () => {
        const { body: page } = await fixture.get('/docs');
        const found = hrefs(page);
        const guides = readdirSync(join(packageRoot, 'docs')).filter(
          (name) => name.endsWith('.md') && name !== 'errors.md',
        );
        expect(guides.length).to.be.greaterThan(10);
        expect(found).to.include.members([
          '/docs/errors',
          '/openapi.json',
          ...guides.map((name) => `/docs/guides/${name}`),
        ]);
        for (const path of [...found, ...hrefs((await fixture.get('/docs/errors')).body)]) {
          expect(path).to.match(/^\//);
          expect((await fixture.get(path)).status, path).to.equal(200);
        }
      });
    });
  }

  it('serves guides as they are written, in UTF-8', async () => {
    const fixture = await openApiFixture();
    try {
      const { body, headers } = await fixture.get('/docs/guides/prices.md');
      expect(headers.get('content-type')).to.equal('text/plain; charset=utf-8');
      expect(body).to.equal(readFileSync(join(packageRoot, 'docs/prices.md'), 'utf8'));
      expect((await fixture.get('/docs/guides/nothing.md')).status).to.equal(404);
      expect((await fixture.get('/docs/guides/..%2fopenapi.json')).status).to.equal(404);
    } finally {
      await fixture.close();
    }
  });
});
