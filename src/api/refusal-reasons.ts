/** Reasons why a request is refused, in words: what the document expects in a place, and what came there. */
import { isSecretName } from '../base/redact.js';
import { type OpenApi, resolveSchema, type Schema } from './openapi-document.js';

/** "a whole number from 1 to 100" */
const inWords = (schema: Schema): string => {
  const { enum: choices, minimum, maximum, minItems = 0, maxItems } = schema;
  const type = [schema.type].flat().find((one) => one !== 'null');
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  if (type === 'object') return 'an object';
  if (type === 'array') return maxItems === undefined ? 'a list' : `a list of ${minItems} to ${maxItems} values`;
  if (type !== 'integer' && type !== 'number') return 'one text';
  const bounds = [minimum === undefined ? '' : ` from ${minimum}`, maximum === undefined ? '' : ` to ${maximum}`];
  return `${type === 'integer' ? 'a whole number' : 'a number'}${bounds.join('')}`;
};

/** The alternatives of a schema that takes several things, such as a text or an object; none of another. */
const alternativesOf = ({ anyOf = [] }: Schema): readonly Schema[] => anyOf.filter(({ type }) => type !== 'null');

/** Returns whether a property of this schema takes `value`; true where only a closer look would tell. */
const takes = (schema: Schema, value: unknown): boolean => {
  const types = [schema.type ?? []].flat();
  if (value === null) return types.includes('null');
  if (schema.enum !== undefined) return typeof value === 'string' && schema.enum.includes(value);
  if (types.includes('integer')) return Number.isInteger(value);
  if (types.includes('number')) return typeof value === 'number';
  return types.length === 0 || !types.includes('string') || typeof value === 'string';
};

export const quoted = (value: unknown): string => {
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : value) ?? 'nothing';
  return text.length > 102 ? `${text.slice(0, 102)}…` : text;
};

/** Returns what came instead; nothing of a password or a token. */
const got = (name: string, value: unknown): string => (isSecretName(name) ? '' : `, got ${quoted(value)}`);

/** The reason for a place of a body; of an object that no alternative took, with the property that is wrong. */
export type BodyReason = string | readonly [name: string, reason: string];

export interface Reasons {
  /** Returns what a schema expects. */
  readonly words: (schema: Schema) => string;
  /** Returns the reason for a place of a body; `undefined` if the document has no such place. */
  readonly body: (schema: Schema, body: unknown, steps: readonly (string | number)[]) => BodyReason | undefined;
}

/** Creates the reasons of a document. */
export const createReasons = (document: OpenApi): Reasons => {
  const resolved = (schema: Schema): Schema => resolveSchema(document, schema);
  /** The schema at a place of a body, with the value that came there. `undefined`: the document has no such field. */
  const bodyAt = (
    schema: Schema,
    value: unknown,
    steps: readonly (string | number)[],
  ): { schema: Schema; value: unknown; owner: Schema; alternatives: readonly Schema[] } | undefined => {
    let place = { schema: resolved(schema), value, owner: resolved(schema), alternatives: alternativesOf(schema) };
    for (const step of steps) {
      const { schema: owner, value: whole } = place;
      const next =
        typeof step === 'number'
          ? owner.items
          : Object.hasOwn(owner.properties ?? {}, step)
            ? owner.properties?.[step]
            : undefined;
      if (next === undefined) return undefined;
      const inside = (whole as Record<string, unknown> | undefined)?.[step];
      place = { schema: resolved(next), value: inside, owner, alternatives: alternativesOf(next) };
    }
    return place;
  };

  /** Returns the first wrong property of an object that none of the alternatives took, with the reason. */
  const wrongProperty = (
    alternatives: readonly Schema[],
    value: unknown,
  ): [name: string, reason: string] | undefined => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const object = alternatives.map(resolved).find(({ properties }) => properties !== undefined);
    const { properties = {}, required = [] } = object ?? {};
    if (object === undefined) return undefined;
    const given = value as Record<string, unknown>;
    const name = [...Object.keys(given), ...required].find(
      (each) =>
        !Object.hasOwn(given, each) ||
        !Object.hasOwn(properties, each) ||
        !takes(resolved(properties[each] as Schema), given[each]),
    );
    if (name === undefined) return undefined;
    if (!Object.hasOwn(properties, name)) return [name, `unknown; expected ${Object.keys(properties).join(', ')}`];
    return [name, `expected ${inWords(resolved(properties[name] as Schema))}${got(name, given[name])}`];
  };
  const bodyReason = (schema: Schema, body: unknown, steps: readonly (string | number)[]): BodyReason | undefined => {
    const place = bodyAt(schema, body, steps);
    if (place !== undefined && place.alternatives.length > 0) {
      const words = place.alternatives.map((each) => inWords(resolved(each))).join(' or ');
      return wrongProperty(place.alternatives, place.value) ?? `expected ${words}, got ${quoted(place.value)}`;
    }
    if (place !== undefined) return `expected ${inWords(place.schema)}${got(String(steps.at(-1)), place.value)}`;
    const owner = bodyAt(schema, body, steps.slice(0, -1))?.schema.properties;
    return owner === undefined ? undefined : `unknown; expected ${Object.keys(owner).join(', ')}`;
  };
  return { words: (schema) => inWords(resolved(schema)), body: bodyReason };
};
