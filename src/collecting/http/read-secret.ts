/** Reads an answer that holds a secret: errors name the field and what was expected, and never quote the text. */
import { z } from 'zod';
import { ledgerError } from '../../base/errors.js';

/** A token or key as it is sent in a header or a form: one word of printable ASCII. */
export const secretWord = z.string().regex(/^[\x21-\x7E]{1,16384}$/);

/** Returns what an answer holds, by its schema. Throws SOURCE_PAYLOAD_INVALID, without a cause that quotes it. */
export const readSecret = <S extends z.ZodType>(
  path: string,
  text: string,
  { schema, expected }: { readonly schema: S; readonly expected: string },
): z.output<S> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: not JSON`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') || 'body';
  throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${field}: expected ${expected}`);
};
