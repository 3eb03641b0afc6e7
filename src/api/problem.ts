/** Errors as RFC 9457 problems: one shape for whatever goes wrong, a stable code, the fields at fault. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { ValidateError } from '@tsoa/runtime';
import { type ErrorCode, errorTable, isLedgerError, isTransient } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { servicesOf } from './services.js';
import type { Problem } from './dto.js';

/** The id of a request: the caller's, where it gave a sane one, or ours; sent back as X-Request-Id. */
export const giveRequestId = (request: IncomingMessage, response: ServerResponse): void => {
  const given = request.headers['x-request-id'];
  const isSane = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given);
  response.setHeader('X-Request-Id', isSane ? given : randomUUID());
};
const requestIdOf = (response: Response): string => String(response.getHeader('X-Request-Id'));

/** Sends a problem. */
export const sendProblem = (
  request: Request,
  response: Response,
  code: ErrorCode,
  detail: string,
  details: Readonly<Record<string, string>> = {},
): void => {
  const { status, title, retryable } = errorTable[code];
  const body: Problem = {
    // Relative (RFC 9457 allows it): behind a proxy we do not know our own host.
    type: `/docs/errors#${code.toLowerCase()}`,
    title,
    status,
    detail,
    instance: request.originalUrl,
    code,
    details,
    request_id: requestIdOf(response),
    timestamp: servicesOf(request).runtime.now().toISOString(),
  };
  for (const name of ['etag', 'link']) response.removeHeader(name);
  response.setHeader('Cache-Control', 'no-store');
  if (retryable && (status === 503 || status === 429))
    response.setHeader('Retry-After', String(Math.ceil(limits.minPositionWaitMs / 1_000)));
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
};

/** 405 with the methods there are. */
export const refuseMethod = (request: Request, response: Response, methods: readonly string[]): void => {
  response.setHeader('Allow', methods.join(', '));
  sendProblem(request, response, 'METHOD_NOT_ALLOWED', `${request.method} is not one of ${methods.join(', ')}`);
};

/** field → what was expected: the document's words, for tsoa's are such as "min 1" and "Could not match the union". */
const fieldsOf = (error: ValidateError, expected: (field: string) => string | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(error.fields).map(([field, { message }]) => [field, expected(field) ?? message]));

/** Express' own: a path that cannot be decoded, a range that cannot be had. */
const isOfTheCaller = (error: unknown): boolean =>
  error instanceof URIError ||
  (error instanceof Error && 'status' in error && Number(error.status) >= 400 && Number(error.status) < 500);

/** The last handler: everything becomes a problem; what is our fault is logged and not shown. */
export const problemHandler =
  (expected: (request: Request, field: string) => string | undefined): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof ValidateError) {
      const details = fieldsOf(error, (field) => expected(request, field));
      const detail = Object.entries(details)
        .map(([field, message]) => `${field}: ${message}`)
        .join('; ');
      sendProblem(request, response, 'VALIDATION_FAILED', detail, details);
      return;
    }
    if (isLedgerError(error)) {
      sendProblem(request, response, error.code, error.message, error.details);
      return;
    }
    if (isOfTheCaller(error)) {
      sendProblem(request, response, 'VALIDATION_FAILED', 'the request cannot be read');
      return;
    }
    const id = requestIdOf(response);
    servicesOf(request).logger.error('request failed', {
      request_id: id,
      path: request.path,
      reason: String((error as Error).stack),
    });
    if (isTransient(error)) {
      sendProblem(request, response, 'DATABASE_UNAVAILABLE', 'the database does not answer at the moment');
      return;
    }
    sendProblem(request, response, 'INTERNAL', `request ${id} failed; the log has the reason`);
  };
