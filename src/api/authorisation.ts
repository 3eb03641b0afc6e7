/**
 * Decides from the OpenAPI document whether a request may go on. Operations with scopes need them. Reads are open, unless
 * READS_NEED_KEY closes them; the document says `{}` (nothing) among their alternatives. All others are open to everybody.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { Contract } from './contract.js';
import type { Step } from './pre-middleware.js';
import { assertAllowed } from './principal.js';

export interface Authorisation {
  /** Refuses reads without a key, before a cached answer is sent; `undefined` while reads are open: then it costs nothing. */
  readonly step: Step | undefined;
  /**
   * Refuses requests to any operation, before their body is read. Answers that are not reads are not kept by anybody. It repeats
   * what the step did: whatever reaches a route by another way is checked too.
   */
  readonly handler: RequestHandler;
}

/** Creates the checks. They throw UNAUTHENTICATED or FORBIDDEN. */
export const createAuthorisation = (options: {
  contract: Pick<Contract, 'requirement'>;
  readsNeedKey: boolean;
  isOwn: (request: IncomingMessage) => boolean;
}): Authorisation => {
  const { contract, readsNeedKey, isOwn } = options;
  const check = (request: IncomingMessage): void => {
    const requirement = contract.requirement(request);
    if (requirement === undefined || (requirement.isOptional && (!readsNeedKey || isOwn(request)))) return;
    assertAllowed(request, requirement);
  };
  return {
    step: readsNeedKey
      ? (request) => {
          check(request);
          return true;
        }
      : undefined,
    handler(request, response, next) {
      if (contract.requirement(request)?.isOptional !== true) response.setHeader('Cache-Control', 'no-store');
      check(request);
      next();
    },
  };
};
