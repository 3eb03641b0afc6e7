/** Errors as RFC 9457 problems: one shape for every error, a stable code, the fields at fault. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import { ValidateError } from '@tsoa/runtime';
import { type ErrorCode, errorTable, isLedgerError, isTransient, ledgerError, isEngineError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { ApiDeps } from './services.js';

/** RFC 9457 problem. */
export interface Problem {
  /** A page about this kind of problem. */
  readonly type: string;
  readonly title: string;
  /** @isInt */
  readonly status: number;
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
  /** Stable, for programs. */
  readonly code: string;
  /** Each wrong field with its reason. */
  readonly details: { readonly [field: string]: string };
  /** The policies of RateLimit-Policy that are spent; with QUOTA_EXCEEDED. */
  readonly 'violated-policies'?: readonly string[];
  readonly request_id: string;
  /** @isDateTime */
  readonly timestamp: string;
}

/** Sets X-Request-Id: the caller's id if it is well-formed, else a new one. */
export const setRequestId = (request: IncomingMessage, response: ServerResponse): void => {
  const given = request.headers['x-request-id'];
  const isWellFormed = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given);
  response.setHeader('X-Request-Id', isWellFormed ? given : randomUUID());
};

/**
 * Answers a method that a path does not have: OPTIONS with 204 and `Allow`; to any other it throws METHOD_NOT_ALLOWED, with
 * `Allow` too. `methods` are those of the path, HEAD included.
 */
export const answerOtherMethod = (
  request: IncomingMessage,
  response: ServerResponse,
  methods: readonly string[],
): void => {
  const allowed = [...methods, 'OPTIONS'].join(', ');
  response.setHeader('Allow', allowed);
  if (request.method !== 'OPTIONS')
    throw ledgerError('METHOD_NOT_ALLOWED', `expected one of ${allowed}, got ${request.method ?? ''}`);
  response.statusCode = 204;
  response.end();
};

/** Express strips the mount path from `url`; `originalUrl` keeps it. Before Express the two are the same. */
const urlOf = (request: IncomingMessage): string =>
  'originalUrl' in request ? String(request.originalUrl) : (request.url ?? '');

/** Errors of Express itself: an undecodable path, an unsatisfiable range. */
const isClientError = (error: unknown): boolean =>
  error instanceof URIError ||
  (error instanceof Error && 'status' in error && Number(error.status) >= 400 && Number(error.status) < 500);

export interface Problems {
  /** Sends a problem. `details` maps each wrong field to its reason. */
  readonly send: (
    request: IncomingMessage,
    response: ServerResponse,
    code: ErrorCode,
    detail: string,
    details?: Readonly<Record<string, string>>,
  ) => void;
  /** Sends the problem for an error, also before Express. Unexpected errors are logged; the client gets only their id. */
  readonly sendError: (request: IncomingMessage, response: ServerResponse, error: unknown) => void;
  /**
   * Creates the last handler of an Express app. `reasons` turns failed validations of tsoa into reasons by field.
   */
  readonly handler: (
    reasons: (request: Parameters<ErrorRequestHandler>[1], error: ValidateError) => Record<string, string>,
  ) => ErrorRequestHandler;
}

const engineNames: Partial<Record<ErrorCode, string>> = {
  DATABASE_UNAVAILABLE: 'the database',
  LOG_UNAVAILABLE: 'the log',
};

/** Problem types that are registered elsewhere; all others are explained by our own page. */
const registeredTypes: Partial<Record<ErrorCode, string>> = {
  QUOTA_EXCEEDED: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
};

/** How long browsers keep a problem; others are not kept. A page would ask for each missing picture again and again. */
const keptSeconds: Partial<Record<ErrorCode, number>> = { PICTURE_NOT_FOUND: 300 };

/** Returns the challenge of a refused request (RFC 6750): without credentials it names no error. */
const challengeOf = (
  { headers }: IncomingMessage,
  code: ErrorCode,
  details: Readonly<Record<string, string>>,
): string => {
  const scopes = Object.keys(details).join(' ');
  const scope = scopes === '' ? '' : `, scope="${scopes}"`;
  if (code === 'FORBIDDEN') return `Bearer realm="tcg-ledger", error="insufficient_scope"${scope}`;
  const hasCredentials =
    code === 'UNAUTHENTICATED' && (headers.authorization !== undefined || headers['x-api-key'] !== undefined);
  return `Bearer realm="tcg-ledger"${hasCredentials ? ', error="invalid_token"' : ''}`;
};

/** Creates the sender of problems for one app. */
export const createProblems = ({ runtime, logger }: Pick<ApiDeps, 'runtime' | 'logger'>): Problems => {
  const send: Problems['send'] = (request, response, code, detail, details = {}) => {
    const { status, title, retryable } = errorTable[code];
    const problem: Problem = {
      // Relative (RFC 9457 allows it): behind a proxy the server does not know its own host.
      type: registeredTypes[code] ?? `/docs/errors#${code.toLowerCase()}`,
      title,
      status,
      detail,
      instance: urlOf(request),
      code,
      details,
      ...(code === 'QUOTA_EXCEEDED' ? { 'violated-policies': Object.keys(details) } : {}),
      request_id: String(response.getHeader('X-Request-Id')),
      timestamp: runtime.now().toISOString(),
    };
    const body = Buffer.from(JSON.stringify(problem));
    for (const name of ['etag', 'link']) response.removeHeader(name);
    const keptS = keptSeconds[code];
    response.setHeader('Cache-Control', keptS === undefined ? 'no-store' : `public, max-age=${keptS}`);
    if (retryable && (status === 503 || status === 429) && !response.hasHeader('Retry-After'))
      response.setHeader('Retry-After', String(Math.ceil(limits.minPositionWaitMs / 1_000)));
    if (status === 401 || code === 'FORBIDDEN')
      response.setHeader('WWW-Authenticate', challengeOf(request, code, details));
    // A redirect says where to ask instead.
    if (status === 308) response.setHeader('Location', details['location'] ?? '');
    response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    response.setHeader('Content-Length', body.length);
    response.statusCode = status;
    response.end(body);
  };

  const sendError: Problems['sendError'] = (request, response, error) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // The log has the reason, which names hosts that are nobody's business outside.
    if (isEngineError(error)) {
      send(request, response, error.code, `${engineNames[error.code] ?? 'an engine'} does not answer at the moment`);
      return;
    }
    if (isLedgerError(error)) {
      if ('retryAfterS' in error) response.setHeader('Retry-After', String(error.retryAfterS));
      send(request, response, error.code, error.message, error.details);
      return;
    }
    if (isClientError(error)) {
      send(request, response, 'VALIDATION_FAILED', 'the request cannot be read');
      return;
    }
    const id = String(response.getHeader('X-Request-Id'));
    logger.error('request failed', {
      request_id: id,
      path: urlOf(request).split('?', 1)[0],
      reason: String((error as Error).stack),
    });
    if (isTransient(error)) {
      send(request, response, 'DATABASE_UNAVAILABLE', 'the database does not answer at the moment');
      return;
    }
    send(request, response, 'INTERNAL', `request ${id} failed; the server's log has the reason`);
  };

  return {
    send,
    sendError,
    handler: (reasons) => (error: unknown, request, response, _next) => {
      if (!(error instanceof ValidateError) || response.headersSent) {
        sendError(request, response, error);
        return;
      }
      const details = reasons(request, error);
      const detail = Object.entries(details)
        .map(([field, reason]) => `${field}: ${reason}`)
        .join('; ');
      send(request, response, 'VALIDATION_FAILED', detail, details);
    },
  };
};
