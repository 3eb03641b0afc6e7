/** JSON request bodies within limits: size, depth and number of values. */
import express, { type Request, type RequestHandler } from 'express';
import { parseTree, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { invalidField } from './params.js';

const parse = express.json({ limit: limits.requestBodyBytesMax, strict: false });

/** Returns where JSON text breaks: "CommaExpected at line 1, column 12". JSON.parse of Node 20 does not always say. */
const placeOf = (text: string): string => {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first === undefined) return '';
  const before = text.slice(0, first.offset).split('\n');
  return ` (${printParseErrorCode(first.error)} at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
};

/** Errors of body-parser, by its own table. */
const bodyError = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('type' in error)) return error;
  switch (error.type) {
    case 'entity.parse.failed': {
      const place = placeOf('body' in error ? String(error.body) : '');
      return ledgerError('MALFORMED_JSON', `body: expected JSON${place}`, {
        details: { body: `expected JSON${place}` },
      });
    }
    case 'entity.too.large':
      return ledgerError('BODY_TOO_LARGE', `body: expected at most ${limits.requestBodyBytesMax} bytes`, {
        details: { body: `expected at most ${limits.requestBodyBytesMax} bytes` },
      });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return ledgerError('UNSUPPORTED_MEDIA_TYPE', `body: ${error.message}`, { details: { body: error.message } });
    default:
      return error;
  }
};

/**
 * Throws VALIDATION_FAILED for a body with too many levels or values, or with NUL, which Postgres rejects. Walks level by
 * level: recursion would overflow on 30,000 brackets.
 */
const checkShape = (body: unknown): void => {
  let level: unknown[] = [body];
  let values = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > limits.requestBodyDepthMax)
      throw invalidField('body', `at most ${limits.requestBodyDepthMax} nested levels`);
    if (values > limits.requestBodyValuesMax)
      throw invalidField('body', `at most ${limits.requestBodyValuesMax} values`);
    if (level.some((value) => typeof value === 'string' && value.includes('\0')))
      throw invalidField('body', 'texts without NUL');
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
};

/**
 * Creates the handler that parses the bodies of the requests that take one; other bodies are not read. Throws
 * UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, MALFORMED_JSON or VALIDATION_FAILED.
 */
export const createJsonBody =
  (takesBody: (request: Request) => boolean): RequestHandler =>
  (request, response, next) => {
    if (!takesBody(request)) {
      next();
      return;
    }
    // `null`: without a body, which the operation itself refuses by its field.
    if (request.is('application/json') === false) {
      throw ledgerError(
        'UNSUPPORTED_MEDIA_TYPE',
        `Content-Type: expected application/json, got ${request.get('content-type') ?? 'none'}`,
        { details: { 'Content-Type': 'expected application/json' } },
      );
    }
    parse(request, response, (error?: unknown) => {
      if (error !== undefined) {
        // The rest of the body would otherwise be read to its end.
        response.setHeader('Connection', 'close');
        next(bodyError(error));
        return;
      }
      try {
        checkShape(request.body);
      } catch (refusal) {
        next(refusal);
        return;
      }
      next();
    });
  };
