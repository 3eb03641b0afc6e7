/** Renders docker-compose.yml like `docker compose config`: resolves merge keys and substitutes variables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../src/base/paths.js';

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly volumes?: readonly string[];
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** Renders the file with `variables` for `${NAME}` and `${NAME:-default}`. Throws if a variable has neither. */
export const renderCompose = (variables: Readonly<Record<string, string>> = {}): Compose => {
  const text = readFileSync(join(packageRoot, 'docker-compose.yml'), 'utf8');
  const fill = (within: string): string =>
    within.replace(
      /\$\{(\w+)(?::-((?:[^{}]|\$\{[^{}]*\})*))?\}/g,
      (_all, name: string, fallback: string | undefined) => {
        const value = variables[name] ?? (fallback === undefined ? undefined : fill(fallback));
        if (value === undefined) throw new Error(`\${${name}} is not set`);
        return value;
      },
    );
  const filled = fill(text);
  return parse(filled, { merge: true }) as Compose;
};
