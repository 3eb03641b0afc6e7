/**
 * Goal: nothing that a client sends is answered by an error of the server, by an undocumented status, or slowly. Method: every
 * parameter of the OpenAPI document gets values of wrong types, repeated, huge, of any script, and attempts at injection, alone and
 * beside good ones; the fixture checks each answer against the document.
 */
import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import fc from 'fast-check';
import { type ApiFixture, ids, openMarket, sets } from '../support/api-fixture.js';
import { type SignedUp, signUp } from '../support/accounts.js';
import { readDocument } from '../support/openapi.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string | string[]; readonly enum?: readonly string[]; readonly items?: object };
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Operation {
  readonly path: string;
  readonly method: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

const runs = Number(process.env['FUZZ_RUNS'] ?? 15);
/** A statement that took longer was ended by the server (limits.queryTimeoutMs); here all data fits a page. */
const slowMs = 5_000;

const hostile = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  "'",
  '"',
  "' or 1=1 --",
  "'; drop table catalog.cards; --",
  '%',
  '_',
  '\\',
  '${7*7}',
  '../../etc/passwd',
  '\u202e',
  'İıſ',
  '𝒳😀',
  '\ud83d',
  '\ufffd',
  'a'.repeat(3_000),
  '9'.repeat(400),
  '2025-02-30',
  '2025-09-31T25:61:61Z',
  '+275760-09-13',
  '0000-00-00',
  '1970-01-01',
  '9999-12-31',
  'infinity',
  '(((((((((((((((((((((((((((((((((((((((((',
  ':* & | !',
  'pokemon-100',
  'pokemon-99999999999999999999',
  '0000000000000000',
  '9999999999999999',
  '@@@',
  '0000000000000000@00000000-0000-0000-0000-000000000000',
];

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostile) },
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 30 }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

/** Anything that JSON can hold. */
const json = fc.oneof(
  value,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300, [], {}, [[]], [null], JSON.parse('{"__proto__":1}'), {
    constructor: 1,
  }),
);

/** Returns bodies that fit a schema more or less: each value is right by its type, or anything. */
const bodiesOf = (schema: Schema, schemas: Readonly<Record<string, Schema>>, depth = 0): fc.Arbitrary<unknown> => {
  const target = schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const inside = (child: Schema): fc.Arbitrary<unknown> => (depth > 4 ? json : bodiesOf(child, schemas, depth + 1));
  const [alternatives, types] = [target.anyOf ?? target.allOf, [target.type ?? []].flat()];
  const fitting = (): fc.Arbitrary<unknown> => {
    if (target.enum !== undefined) return fc.constantFrom(...target.enum);
    if (alternatives !== undefined) return fc.oneof(...alternatives.map(inside));
    if (types.includes('array')) return fc.array(inside(target.items ?? {}), { maxLength: 3 });
    if (types.includes('boolean')) return fc.boolean();
    if (types.includes('integer') || types.includes('number')) return fc.oneof(fc.integer(), fc.double());
    if (target.properties === undefined) return value;
    const properties = Object.fromEntries(
      Object.entries(target.properties).map(([name, child]) => [name, inside(child)]),
    );
    return fc.record(properties, { requiredKeys: [] });
  };
  return fc.oneof({ weight: 8, arbitrary: fitting() }, { weight: 1, arbitrary: json });
};

describe('whatever is asked', function () {
  this.timeout(240_000);
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
    user = await signUp(fixture, { admin: true });
  });
  after(() => fixture.close());

  const document = readDocument() as {
    paths: Record<
      string,
      Record<
        string,
        {
          parameters?: Parameter[];
          responses: Record<string, unknown>;
          requestBody?: { content: Record<string, { schema: Schema }> };
        }
      >
    >;
    components: { schemas: Record<string, Schema> };
  };
  const operations: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      ...{ path, method, parameters },
      body: requestBody?.content['application/json']?.schema,
    })),
  );
  const streams = (path: string): boolean => path === '/prices/stream';

  /** A value that the operation accepts, so that the others are not refused before they are looked at. */
  const good = ({ name, schema, examples }: Parameter): string => {
    if (name === 'card_id') return ids.lugia;
    if (name === 'set_id') return sets.base;
    if (name === 'file') return 'cards.parquet';
    if (name === 'after' || name === 'min_position') return '0';
    if (name === 'until') return '2025-09-30';
    const [example] = Object.values(examples ?? {});
    return schema.enum?.[0] ?? (typeof example?.value === 'string' ? example.value : '1');
  };
  // Half of a surrogate pair has no encoding.
  const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
  const pathOf = (operation: Operation, values: Readonly<Record<string, string>>): string =>
    `/v1${operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const given = values[name] ?? good(operation.parameters.find((each) => each.name === name) as Parameter);
      // An empty segment, or one of dots, is another path.
      return encoded(/^\.*$/.test(given) ? 'x' : given);
    })}`;

  let user: SignedUp;
  /** As a new user each time something may have happened to the last one. */
  const check = async (
    operation: Operation,
    path: string,
    sent: unknown = { card_ids: [ids.lugia] },
  ): Promise<void> => {
    const headers = { authorization: `Bearer ${user.bearer}` };
    const startMs = performance.now();
    const { status, body } = await fixture.send(operation.method.toUpperCase(), path, {
      headers,
      ...(operation.body === undefined ? {} : { body: sent }),
    });
    if (status < 300 && operation.method !== 'get') user = await signUp(fixture, { admin: true });
    const took = performance.now() - startMs;
    expect(status, `${path} ${JSON.stringify(body).slice(0, 300)}`).to.be.below(500);
    expect(took, `${path} took too long`).to.be.below(slowMs);
  };

  for (const operation of operations.filter(({ path }) => !streams(path))) {
    const query = operation.parameters.filter((each) => each.in === 'query');
    const required = query.filter((each) => (each as { required?: boolean }).required === true);
    it(`is no error of the server: ${operation.method} ${operation.path}`, async () => {
      for (const parameter of operation.parameters.filter((each) => each.in !== 'header')) {
        await fc.assert(
          fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 2 }), fc.boolean(), async (texts, besideGood) => {
            const [first = ''] = texts;
            const beside = besideGood ? required : [];
            const pairs = [
              ...beside.filter(({ name }) => name !== parameter.name).map((each) => [each.name, good(each)] as const),
              ...(parameter.in === 'query' ? texts.map((text) => [parameter.name, text] as const) : []),
            ];
            const place = pathOf(operation, parameter.in === 'path' ? { [parameter.name]: first } : {});
            const search = pairs.map(([name, text]) => `${encoded(name)}=${encoded(text)}`).join('&');
            await check(operation, `${place}?${search}`);
          }),
          { numRuns: runs, seed: 11, endOnFailure: true },
        );
      }
    });
  }

  for (const operation of operations.filter(({ body }) => body !== undefined)) {
    it(`is no error of the server in a body: ${operation.method} ${operation.path}`, async () => {
      const bodies = bodiesOf(operation.body ?? {}, document.components.schemas);
      await fc.assert(
        fc.asyncProperty(bodies, async (sent) => {
          // A command waits until the read models show what the ones before it recorded.
          await fixture.fold();
          await check(operation, pathOf(operation, {}), sent);
        }),
        { numRuns: runs * 4, seed: 12, endOnFailure: true },
      );
    });
  }

  it('has every hostile value tried on every parameter of the search', async () => {
    const search = operations.find(({ path }) => path === '/cards/search') as Operation;
    for (const { name } of search.parameters.filter((each) => each.in === 'query'))
      for (const text of hostile) await check(search, `/v1/cards/search?${name}=${encoded(text)}`);
  });

  it('is refused where it is no header, and never breaks an answer', async () => {
    const ask = (name: string, text: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const url = new URL(`${fixture.api.url}/v1/sets?limit=1`);
        const asked = httpRequest(url, { headers: { [name]: text } }, (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        });
        asked.on('error', reject);
        asked.end();
      });
    const headers = [
      'if-none-match',
      'accept',
      'accept-encoding',
      'ledger-id',
      'x-request-id',
      'x-forwarded-for',
      'range',
    ];
    for (const name of headers)
      for (const text of hostile) {
        if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) continue;
        expect(await ask(name, text), `${name}: ${text.slice(0, 40)}`).to.be.below(500);
      }
  });
});
