/**
 * Goal: the examples of the document are what the API answers. Method: every operation is asked over the market of the tests,
 * and the answers, with their lists cut, are compared with those recorded. With RECORD_EXAMPLES=1 they are recorded anew; then npm run generate.
 */
import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { logIn } from '../../src/accounts/log-in.js';
import { register } from '../../src/accounts/register.js';
import type { SessionTokens } from '../../src/accounts/sessions.js';
import { examplesFile, readExamples } from '../../scripts/openapi-examples.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { addChannel } from '../support/channels.js';
import { type Answer, type ApiFixture, ids, openMarket, sets } from '../support/api-fixture.js';
import { type SignedUp, signUp } from '../support/accounts.js';
import { commandExamples, prepareCommands, settledExamples } from '../support/example-commands.js';
import { readDocument, schemaValidator } from '../support/openapi.js';

type Json = Record<string, any>;

interface Asked {
  readonly path: string;
  readonly body?: object | ((session: SessionTokens) => object);
  /** With the access token of a user, or of an administrator. */
  readonly asUser?: true;
  readonly asAdmin?: true;
  /** The media type of an answer that is no JSON. */
  readonly asText?: string;
}

const ann = { email: 'ann@example.org', password: 'correct horse battery' };
const channelId = uuidFromName('a channel of the examples');
const corrected = `/cards/${ids.corrected}`;
/** What each operation is asked; `limit` and short windows keep the answers short. */
const requests: Readonly<Record<string, string | Asked>> = {
  'get /cards/search': '/cards/search?q=lugia&limit=1',
  'get /cards/{card_id}': `/cards/${ids.lugia}`,
  'post /cards/batch': { path: '/cards/batch', body: { card_ids: [ids.corrected, 'pokemon-9'] } },
  'post /resolve': {
    path: '/resolve',
    body: {
      queries: [{ text: 'Lugia VSTAR Silver Tempest PSA 10', game: 'pokemon' }, { text: 'Pokemon card lot of 50' }],
    },
  },
  'get /cards/{card_id}/prices': `${corrected}/prices`,
  'get /cards/{card_id}/prices/history': `${corrected}/prices/history?from=2025-09-04&to=2025-09-05&interval=1d`,
  'get /cards/{card_id}/prices/explain': `${corrected}/prices/explain`,
  'post /alerts/backtest': {
    path: '/alerts/backtest',
    body: { card_id: ids.lugia, when: '>= 12 USD', from: '2025-09-01', to: '2025-09-10' },
  },
  'get /prices/changes': '/prices/changes?after=2025-09-29&until=2025-09-30&limit=1',
  'get /prices/highs': '/prices/highs?period=all&min_observations=1&limit=1',
  'get /prices/lows': '/prices/lows?period=7d&as_of=2025-09-12&min_observations=1&limit=1',
  'get /prices/trending': '/prices/trending?period=30d&min_observations=1&limit=1',
  'get /sets': '/sets?limit=1',
  'get /sets/{set_id}': `/sets/${sets.base}`,
  'get /sets/{set_id}/value': `/sets/${sets.base}/value?from=2025-09-29&to=2025-09-30`,
  'get /sets/{set_id}/cards': `/sets/${sets.base}/cards?limit=1`,
  'get /games': '/games',
  'get /games/{game}': '/games/onepiece',
  'get /events': '/events?type=PriceCorrected&limit=1',
  'get /id-changes': '/id-changes?limit=1',
  'get /exports': '/exports',
  'get /me': { path: '/me', asUser: true },
  'post /auth/login': { path: '/auth/login', body: ann },
  'post /auth/refresh': { path: '/auth/refresh', body: ({ refreshToken }) => ({ refresh_token: refreshToken }) },
  'patch /me': { path: '/me', asUser: true, body: { display_name: 'Ann', time_zone: 'Europe/Berlin' } },
  'get /me/export': { path: '/me/export', asUser: true },
  'get /api-keys': { path: '/api-keys', asUser: true },
  'get /auth/verify/{token}': { path: '/auth/verify/4f2a…', asText: 'text/html' },
  'get /auth/password/reset/{token}': { path: '/auth/password/reset/4f2a…', asText: 'text/html' },
  'get /channels': { path: '/channels', asUser: true },
  'patch /channels/{channel_id}': {
    path: `/channels/${channelId}`,
    body: { quiet_hours: { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin' } },
    asUser: true,
  },
  'get /feeds': { path: '/feeds', asUser: true },
  'get /notifications': { path: '/notifications', asUser: true },
  'get /sources': '/sources',
  'get /coverage': `/coverage?set_id=${sets.base}&from=2025-09-29&to=2025-09-30&limit=1`,
  'get /coverage/audit': '/coverage/audit?from=2025-09-24&limit=2',
  'get /coverage/calendar': '/coverage/calendar?from=2025-09-24&tcg_type=onepiece',
  'get /coverage/suspects': '/coverage/suspects?suspect=mapping',
};
const problems: Readonly<Record<string, string>> = {
  UNKNOWN_PARAMETER: '/cards/search?tint=red',
  VALIDATION_FAILED: '/sets?limit=1000',
  CARD_NOT_FOUND: '/cards/pokemon-9',
  SET_NOT_FOUND: '/sets/pokemon-9',
  EXPORT_NOT_FOUND: '/exports/nothing.parquet',
};

const all: typeof requests = { ...requests, ...commandExamples, ...settledExamples };

/** Cuts lists after the second entry, and tables after the second row: an example shows the shape. */
const shortened = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 2).map(shortened);
  // A signature differs from run to run.
  if (typeof value === 'string' && value.startsWith('eyJ')) return `${value.slice(0, 20)}…`;
  if (typeof value === 'string')
    return value.split('\n').length > 4 ? `${value.split(/\r?\n/).slice(0, 3).join('\r\n')}\r\n` : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shortened(child)]));
};

/** What differs from one version of zlib or of a writer to the next. */
const masked = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/"(sha256|bytes|updated_at)":("[\w:.-]+"|\d+)/g, '"$1":"…"')
      .replaceAll(/,\d{3,},[0-9a-f]{64}/g, ',…'),
  );

describe('the examples of the document', () => {
  const document = readDocument();
  let fixture: ApiFixture;
  let user: SignedUp;
  let session: SessionTokens;
  let admin: SignedUp;
  let held: Readonly<Record<string, string>>;
  before(async () => {
    fixture = await openMarket();
    user = await signUp(fixture);
    admin = await signUp(fixture, { admin: true });
    await register(fixture.accounts, ann);
    session = await logIn(fixture.accounts, { ...ann, source: '127.0.0.1' });
    await addChannel(fixture, user.userId, channelId);
  });
  after(() => fixture.close());

  const answerOf = async (name: string): Promise<Record<string, unknown>> => {
    const request = all[name] ?? '';
    if (typeof request !== 'string') {
      const [method = ''] = name.split(' ');
      const asked = request.asAdmin === true ? admin : request.asUser === true ? user : undefined;
      const headers = asked === undefined ? {} : { authorization: `Bearer ${asked.bearer}` };
      const path = request.path.replace(/\{\w+\}/, (placeholder) => held[placeholder] ?? placeholder);
      const { status, body } = await fixture.send(method.toUpperCase(), `/v1${path}`, {
        ...(request.body === undefined
          ? {}
          : { body: typeof request.body === 'function' ? request.body(session) : request.body }),
        headers,
      });
      expect(status, `${name} ${JSON.stringify(body)}`).to.be.within(200, 299);
      return { [request.asText ?? 'application/json']: body };
    }
    const ask = async (path: string): Promise<[string, unknown]> => {
      const { status, headers, body }: Answer = await fixture.get(path);
      expect(status, `${path} ${JSON.stringify(body)}`).to.equal(200);
      return [headers.get('content-type')?.split(';')[0] ?? '', body];
    };
    const [path, method] = [name.split(' ')[1] ?? '', name.split(' ')[0] ?? ''];
    const hasTable = document['paths'][path][method].responses['200'].content['text/csv'] !== undefined;
    const separator = request.includes('?') ? '&' : '?';
    const csv = hasTable ? [await ask(`/v1${request}${separator}format=csv`)] : [];
    return Object.fromEntries([await ask(`/v1${request}`), ...csv]);
  };

  it('are the answers of the API', async () => {
    const answers: Record<string, Record<string, unknown>> = {};
    const ask = async (some: object): Promise<void> => {
      for (const name of Object.keys(some)) answers[name] = shortened(await answerOf(name)) as Json;
    };
    await ask(requests);
    held = await prepareCommands(fixture, user.userId);
    await ask(commandExamples);
    // They wait for the read models to show what came before.
    for (const [name, example] of Object.entries(settledExamples)) {
      await fixture.fold();
      await ask({ [name]: example });
    }
    const refused: Json = {};
    for (const [code, path] of Object.entries(problems)) {
      const { body } = await fixture.get(`/v1${path}`, { 'x-request-id': '7d1f0b6e-2c54-4b0e-9a55-6a3a0f6f1c22' });
      expect(body.code).to.equal(code);
      refused[code] = body;
    }
    const recorded = { answers, problems: refused };
    if (process.env['RECORD_EXAMPLES'] === '1') await writeFile(examplesFile, `${JSON.stringify(recorded, null, 2)}\n`);
    expect(masked(readExamples()), 'record them anew: CONTRIBUTING.md').to.deep.equal(masked(recorded));
  });

  it('are there for every answer, and fit its schema', () => {
    const ajv = schemaValidator();
    ajv.addSchema({ $id: 'api', components: document['components'] });
    const { examples } = document['components'];
    let checked = 0;
    for (const [path, methods] of Object.entries<Json>(document['paths'])) {
      for (const [method, { responses }] of Object.entries<Json>(methods)) {
        for (const [status, { content }] of Object.entries<Json>(responses)) {
          for (const [type, media] of Object.entries<Json>(content ?? {})) {
            const what = `${method} ${path} ${status} ${type}`;
            const values = [
              ...('example' in media ? [media['example']] : []),
              ...Object.values<Json>(media['examples'] ?? {}).map(({ $ref, value }) =>
                $ref === undefined ? value : examples[$ref.split('/').at(-1)].value,
              ),
            ];
            if (status === '200' && !['/exports/{file}', '/feeds/{feed}'].includes(path))
              expect(values, what).to.have.length(1);
            const local = JSON.parse(JSON.stringify(media['schema']).replaceAll('"#/components', '"api#/components'));
            const validate = ajv.compile(local);
            for (const value of values) {
              expect(validate(value), `${what}: ${ajv.errorsText(validate.errors)}`).to.equal(true);
              if (type === 'application/problem+json') expect(String(value.status), what).to.equal(status);
              checked += 1;
            }
          }
        }
      }
    }
    expect(checked).to.be.above(80);
  });
});
