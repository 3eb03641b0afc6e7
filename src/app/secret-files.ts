/** Secrets given as files: NAME_FILE names a file whose text is the value of NAME, as container platforms mount them. */
import { readFileSync } from 'node:fs';

/** Variables that may be given as files. JWT_PRIVATE_KEY_FILE is a file in any case. */
export const secretNames = [
  'EVENTSTORE_URL',
  'DATABASE_URL',
  'DATABASE_READ_URL',
  'REDIS_URL',
  'KAFKA_PASSWORD',
  'SMTP_URL',
  'OPERATOR_WEBHOOK',
  'OPERATOR_WEBHOOK_SECRET',
  'TCGPLAYER_PUBLIC_KEY',
  'TCGPLAYER_PRIVATE_KEY',
  'EBAY_CLIENT_ID',
  'EBAY_CLIENT_SECRET',
  'EBAY_DELETION_TOKEN',
] as const;

type Env = Readonly<Record<string, string | undefined>>;

/** Returns the text of a file without the line end that editors add. */
const textOf = (file: string): string => readFileSync(file, 'utf8').replace(/\r?\n$/, '');

/**
 * Returns the environment with the values of the files. Calls `refuse`, which throws, with the variable, its value and what
 * was expected.
 */
export const withSecretFiles = (
  env: Env,
  refuse: (name: string, value: string, expected: string) => Error,
): Record<string, string | undefined> => {
  const values: Record<string, string | undefined> = { ...env };
  for (const name of secretNames) {
    const variable = `${name}_FILE`;
    const file = env[variable];
    if (file === undefined || file === '') continue;
    if (env[name] !== undefined && env[name] !== '') throw refuse(variable, file, `either ${variable} or ${name}`);
    let text: string;
    try {
      text = textOf(file);
    } catch (error) {
      throw refuse(variable, file, `a file that can be read (${(error as { code?: string }).code ?? 'failed'})`);
    }
    if (text === '') throw refuse(variable, file, 'a file with the value in it');
    values[name] = text;
  }
  return values;
};
