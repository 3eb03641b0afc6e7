/** docs/asyncapi.yaml is a valid AsyncAPI 3.0 document, of today's topics and messages, and so are the schemas beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { expect } from 'chai';
import specs from '@asyncapi/specs';
import { parse } from 'yaml';
import { asyncApiDocument, jsonSchemaOf, schemaFile } from '../../scripts/asyncapi.js';
import { messageDefinitions } from '../../src/publishing/messages.js';
import { topicDefinitions } from '../../src/publishing/topic-definitions.js';
import { packageRoot } from '../../src/base/paths.js';
import { markdownTables } from '../support/markdown.js';

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;
const docs = join(packageRoot, 'docs');
const text = readFileSync(join(docs, 'asyncapi.yaml'), 'utf8');
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };

const validator = () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats(ajv);
  return { ajv, validate: ajv.compile(specs.schemasWithoutId['3.0.0'] as object) };
};

describe('docs/asyncapi.yaml', () => {
  it('is valid by the JSON Schema of AsyncAPI 3.0', () => {
    const { ajv, validate } = validator();
    expect(validate(parse(text)), ajv.errorsText(validate.errors)).to.equal(true);
  });

  it('is not valid with a mistake in it', () => {
    const { validate } = validator();
    for (const spoil of [
      (document: any) => delete document.info.title,
      (document: any) => (document.operations.publish_tcg_prices_v1.action = 'shout'),
      (document: any) => (document.channels.tcg_prices_v1.addres = 'x'),
    ]) {
      const document: unknown = parse(text);
      spoil(document);
      expect(validate(document), String(spoil)).to.equal(false);
    }
  });

  it('equals what is generated from the sources', () => {
    expect(parse(text)).to.deep.equal(JSON.parse(JSON.stringify(asyncApiDocument(version))));
    expect(readdirSync(join(docs, 'schemas')).sort()).to.deep.equal(messageDefinitions.map(schemaFile).sort());
    for (const definition of messageDefinitions) {
      const written: unknown = JSON.parse(readFileSync(join(docs, 'schemas', schemaFile(definition)), 'utf8'));
      expect(written).to.deep.equal(JSON.parse(JSON.stringify(jsonSchemaOf(definition))));
    }
  });

  it('has no dangling reference', () => {
    const document = parse(text);
    const seen: string[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [name, value] of Object.entries(node)) {
        if (name !== '$ref') walk(value);
        else seen.push(value as string);
      }
    };
    walk(document);
    for (const ref of seen) {
      if (ref.startsWith('./'))
        expect(readdirSync(join(docs, 'schemas')), ref).to.include(ref.replace('./schemas/', ''));
      else
        expect(
          ref
            .slice(2)
            .split('/')
            .reduce((node, name) => node?.[name], document),
          ref,
        ).to.be.an('object');
    }
    expect(seen).to.have.length.greaterThan(15);
    const addresses = Object.values<any>(document.channels).map(({ address }) => address);
    expect(addresses).to.deep.equal(topicDefinitions.map(({ name }) => name));
  });
});

describe('docs/kafka.md', () => {
  it('has every topic and every type of message', () => {
    const page = readFileSync(join(docs, 'kafka.md'), 'utf8');
    for (const { name, key, compacted } of topicDefinitions) {
      const row = markdownTables(page)
        .flat()
        .find(([first]) => first === `\`${name}\``)
        ?.join(' | ');
      expect(row, name).to.contain(key);
      expect(row?.includes('compacted'), name).to.equal(compacted);
    }
    for (const { type } of messageDefinitions) expect(page).to.contain(`\`${type}\``);
  });
});
