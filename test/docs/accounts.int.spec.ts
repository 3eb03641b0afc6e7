/** Goal: the examples of docs/accounts.md work, and its tables are those of the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { packageRoot } from '../../src/base/paths.js';
import { scopes } from '../../src/domain/accounts/principal.js';
import { type ApiFixture, openApiFixture } from '../support/api-fixture.js';
import { markdownTables } from '../support/markdown.js';

describe('docs/accounts.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/accounts.md'), 'utf8');
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
  });
  after(() => fixture.close());

  it('has commands that lead from nothing to a key', async () => {
    const commands = [...page.matchAll(/curl -X (\w+) http:\/\/127\.0\.0\.1:8080(\S+) (.*) \\\n {2}-d '(\{.*\})'/g)];
    expect(commands.map(([, , path]) => path)).to.deep.equal(['/v1/auth/register', '/v1/auth/login', '/v1/api-keys']);
    const statuses: number[] = [];
    let token = '';
    let key = '';
    for (const [, method = '', path = '', flags = '', body = ''] of commands) {
      const headers: Record<string, string> = flags.includes('$ACCESS_TOKEN')
        ? { authorization: `Bearer ${token}` }
        : {};
      const answer = await fixture.send(method, path, { body: JSON.parse(body), headers });
      statuses.push(answer.status);
      token = answer.body.access_token ?? token;
      key = answer.body.key ?? key;
    }
    expect(statuses).to.deep.equal([202, 200, 201]);
    expect(key).to.match(/^tcgl_live_/);
  });

  it('lists the scopes, and the times of the program', () => {
    const tables = markdownTables(page);
    const names = tables.map((rows) => rows.map(([first = '']) => first.replaceAll('`', '')));
    expect(names).to.deep.include([...scopes]);
    expect(limits.accessTokenS).to.equal(3_600);
    for (const [text, ms] of [
      ['| 30 days, for one refresh', limits.refreshTokenMs],
      ['| 1 year, however often', limits.sessionMs],
      ['| 10 seconds after its first use', limits.refreshAgainMs],
      ['| 1 day', limits.verificationLinkMs],
      ['| 30 minutes', limits.resetLinkMs],
    ] as const) {
      expect(page).to.include(text);
      const [, amount = '', unit = ''] = /(\d+) (second|minute|day|year)/.exec(text) ?? [];
      const unitMs = { second: 1_000, minute: 60_000, day: 86_400_000, year: 365 * 86_400_000 }[unit] ?? 0;
      expect(Number(amount) * unitMs, text).to.equal(ms);
    }
    expect(page).to.include(`${limits.passwordCharsMin} to ${limits.passwordCharsMax} characters`);
    expect(page).to.include(`at most ${limits.apiKeysMax} keys`);
  });
});
