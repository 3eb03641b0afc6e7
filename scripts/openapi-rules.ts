/** Checks an OpenAPI document against the recommended rules of Spectral and of Redocly, without a request to the network. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

/** Warnings that stay, each with its reason. Every other finding, warning or error, is a failure. */
export const acceptedWarnings: Readonly<Record<string, string>> = {
  'oas3-operation-security-defined':
    "The rule is of OpenAPI 3.0: in 3.1 schemes other than OAuth's list the roles (here: scopes) that an operation needs. Redocly's security-defined finds schemes that do not exist.",
};

/** A broken rule. */
export interface Finding {
  readonly linter: 'spectral' | 'redocly';
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  /** Where in the document, as a JSON pointer. */
  readonly place: string;
  readonly message: string;
}

const bySpectral = async (document: object): Promise<readonly Finding[]> => {
  const spectral = new spectralCore.Spectral();
  // The types of the two packages disagree on rulesets that extend none.
  const oas = spectralRulesets.oas as unknown as RulesetDefinition;
  spectral.setRuleset({ extends: [[oas, 'recommended']] });
  const results = await spectral.run(structuredClone(document) as Record<string, unknown>);
  return results.map(({ severity, code, path, message }) => ({
    linter: 'spectral',
    severity: (severity as number) === 0 ? 'error' : 'warning',
    rule: String(code),
    place: `#/${path.join('/')}`,
    message,
  }));
};

const byRedocly = async (document: object): Promise<readonly Finding[]> => {
  const config = await createConfig({ extends: ['recommended'] });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  return problems.map(({ severity, ruleId, location, message }) => ({
    linter: 'redocly',
    severity: severity === 'error' ? 'error' : 'warning',
    rule: ruleId,
    place: location[0]?.pointer ?? '#/',
    message,
  }));
};

/** Returns what the document breaks, accepted warnings included. */
export const findingsIn = async (document: object): Promise<readonly Finding[]> => [
  ...(await bySpectral(document)),
  ...(await byRedocly(document)),
];

/** Returns whether the finding is a warning that stays. */
export const isAccepted = ({ severity, rule }: Finding): boolean =>
  severity === 'warning' && Object.hasOwn(acceptedWarnings, rule);
