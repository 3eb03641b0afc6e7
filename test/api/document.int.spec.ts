/**
 * Goal: the OpenAPI document is one that other people's tools take: 3.1, valid, without a broken rule of the public linters.
 * Method: the meta-schema of JSON Schema 2020-12 and the linters themselves, and broken documents that they must refuse.
 */
import { expect } from 'chai';
import { completeOpenApi, type OpenApiDocument } from '../../scripts/openapi.js';
import { findingsIn, isAccepted } from '../../scripts/openapi-rules.js';
import { readDocument, schemaValidator } from '../support/openapi.js';

type Json = Record<string, any>;

const operationsOf = (document: Json): Json[] =>
  Object.entries<Json>(document['paths']).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  );

/** Returns the values at `key`, anywhere in `value`. */
const valuesOf = (value: unknown, key: string): unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [...(name === key ? [child] : []), ...valuesOf(child, key)]);
};

describe('the OpenAPI document', () => {
  const document = readDocument();

  it('is OpenAPI 3.1, with nothing left of 3.0', () => {
    expect(document['openapi']).to.match(/^3\.1\.\d+$/);
    expect(valuesOf(document, 'nullable')).to.deep.equal([]);
    const { schemas } = document['components'];
    expect(schemas.CardSet.properties.abbreviation.type).to.deep.equal(['string', 'null']);
    expect(schemas.FoundCard.properties.current_price.anyOf).to.deep.equal([
      { $ref: '#/components/schemas/CurrentPrice' },
      { type: 'null' },
    ]);
    expect(document['info'].license).to.deep.equal({ name: 'Apache-2.0', identifier: 'Apache-2.0' });
  });

  it('has schemas of JSON Schema 2020-12, whose references lead somewhere', () => {
    const ajv = schemaValidator();
    for (const [name, schema] of Object.entries<Json>(document['components'].schemas))
      expect(ajv.validateSchema(schema), `${name}: ${ajv.errorsText()}`).to.equal(true);
    for (const schema of valuesOf(document['paths'], 'schema') as Json[])
      expect(ajv.validateSchema(schema), `${JSON.stringify(schema)}: ${ajv.errorsText()}`).to.equal(true);
    for (const reference of valuesOf(document, '$ref') as string[])
      expect(
        reference
          .slice(2)
          .split('/')
          .reduce((at: Json | undefined, key) => at?.[key], document),
        reference,
      ).to.be.an('object');
    expect(ajv.validateSchema({ type: 'nothing' })).to.equal(false);
  });

  it("breaks no rule of Spectral's or Redocly's, except those accepted", async function () {
    this.timeout(120_000);
    expect((await findingsIn(document)).filter((finding) => !isAccepted(finding))).to.deep.equal([]);
    const broken = structuredClone(document);
    broken['paths']['/sets'].get.operationId = 'getSet';
    broken['components'].schemas.CardSet.properties.name = { type: 'string', nullable: true };
    const found = await findingsIn(broken);
    expect(found.map(({ rule }) => rule)).to.include.members(['operation-operationId-unique', 'struct']);
    expect(found.some(({ severity }) => severity === 'error')).to.equal(true);
  });

  it('describes every operation and parameter, and the problems of each; operation ids are unique', () => {
    const operations = operationsOf(document);
    for (const { name, summary, description, tags, operationId, responses, parameters } of operations) {
      expect([summary, description, tags[0]], name).to.satisfy((texts: unknown[]) =>
        texts.every((text) => typeof text === 'string' && text !== ''),
      );
      expect(operationId, name).to.match(/^[a-z]+[A-Z][A-Za-z]+$/);
      expect(Object.keys(responses), name).to.include.members(['400', '500', '503', 'default']);
      expect(
        Object.keys(responses).filter((status) => /^20[0-4]$/.test(status)),
        name,
      ).to.have.length(1);
      for (const [status, response] of Object.entries<Json>(responses)) {
        if (/^20[0-6]$|^304$/.test(status)) continue;
        expect(Object.keys(response['content']), `${name} ${status}`).to.deep.equal(['application/problem+json']);
        const { schema } = response['content']['application/problem+json'];
        expect(schema, `${name} ${status}`).to.deep.equal({ $ref: '#/components/schemas/Problem' });
      }
      for (const parameter of parameters) {
        const what = `${name} ${parameter.name}`;
        expect(parameter.description, what).to.be.a('string');
        // /docs would send them all.
        if (parameter.required !== true) expect(parameter, what).to.not.have.any.keys('example', 'examples');
      }
      for (const one of name.match(/\{\w+\}/g) ?? [])
        expect(parameters.find((parameter: Json) => `{${parameter['name']}}` === one)).to.include({ required: true });
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).to.equal(operations.length);
    expect(document['tags'].map(({ name }: Json) => name)).to.include.members(operations.flatMap(({ tags }) => tags));
  });
});

describe('completing the document', () => {
  const operation = (operationId: string, schema: object = { type: 'string' }) => ({
    operationId,
    responses: { '200': { description: 'ok', content: { 'application/json': { schema } } } },
  });
  const documentOf = (paths: OpenApiDocument['paths'], schemas: Json = {}): OpenApiDocument => ({
    openapi: '3.0.0',
    info: { license: { name: 'Apache-2.0' } },
    paths,
    components: { schemas: { Problem: { type: 'object' }, ...schemas } },
  });

  it('throws if two operations share an id', () => {
    const paths = { '/a': { get: operation('list') }, '/b': { get: operation('list') } };
    expect(() => completeOpenApi(documentOf(paths))).to.throw('two operations are named list');
  });

  it('raises every form of nullable, and closes objects within schemas', () => {
    const schemas = {
      Other: { type: 'string', enum: ['b', 'a'], nullable: false },
      Answer: {
        type: 'object',
        properties: {
          text: { type: 'string', nullable: true },
          reference: { allOf: [{ $ref: '#/components/schemas/Other' }], nullable: true, description: 'why' },
          inner: { type: 'object', properties: { nullable: { type: 'boolean' } } },
        },
      },
    };
    const paths = { '/a': { get: operation('one', { $ref: '#/components/schemas/Answer' }) } };
    const { Answer, Other } = completeOpenApi(documentOf(paths, schemas)).components.schemas as Json;
    expect(Other).to.deep.equal({ type: 'string', enum: ['a', 'b'] });
    expect(Answer.properties).to.deep.equal({
      text: { type: ['string', 'null'] },
      reference: { anyOf: [{ $ref: '#/components/schemas/Other' }, { type: 'null' }], description: 'why' },
      inner: { type: 'object', properties: { nullable: { type: 'boolean' } }, additionalProperties: false },
    });
    const unknown = { Answer: { type: 'object', properties: { odd: { nullable: true } } } };
    expect(() => completeOpenApi(documentOf(paths, unknown))).to.throw('expected one schema beside nullable');
  });
});
