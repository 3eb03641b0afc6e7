import { Body, Controller, Path, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { ledgerError } from '../../base/errors.js';
import {
  type Controlled,
  type ControlledSource,
  limitSource,
  pauseSource,
  resumeSource,
} from '../../collecting/control-source.js';
import { readSourceControl } from '../../collecting/source-control.js';
import type { RecordedCommand } from '../../commands/command.js';
import { command } from '../command.js';
import type { Problem } from '../problem.js';
import { controlAnswer, type SourceLimits, type SourcePause } from '../reads/sources.js';
import type { ApiDeps } from '../services.js';
import { correctionDeps } from './correction-deps.js';
import { type RecordedAnswer, recordedAnswer } from './price-answer.js';

export interface ControlOrder {
  /** Why; it stands in the log for ever, and /v1/sources shows it */
  readonly reason: string;
}

export interface LimitsOrder extends ControlOrder {
  /**
   * Requests in any 24 hours, at most what is configured; null: as configured. What is left out stays as it is
   * @isInt
   */
  readonly requests_a_day?: number | null;
  /**
   * Milliseconds between two requests, at least what is configured; null: as configured. What is left out stays as it is
   * @isInt
   */
  readonly pause_ms?: number | null;
}

/** What was recorded, and what holds now. */
export interface ControlAnswer extends RecordedAnswer {
  readonly source: string;
  readonly paused: SourcePause | null;
  readonly limits: SourceLimits | null;
}

type Recorded = RecordedCommand & Controlled;

@Route('admin/sources')
@Tags('Administration')
@Security('user', ['admin'])
export class SourceControlController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /** Returns the source as it is configured. Throws SOURCE_UNKNOWN. */
  private configured(name: string): ControlledSource {
    const sources = this.services.sources ?? [];
    const found = sources.find((each) => each.name === name);
    if (found !== undefined) return { name, dailyBudget: found.dailyBudget, pauseMs: found.pauseMs ?? 0 };
    const names = sources.map((each) => each.name).join(', ');
    const there = names === '' ? 'none is collected' : `expected ${names}`;
    throw ledgerError('SOURCE_UNKNOWN', `source: no source "${name}"; ${there}`, { details: { source: there } });
  }

  private order(
    request: HttpRequest,
    name: string,
    run: (deps: ReturnType<typeof correctionDeps>, source: ControlledSource, actor: string) => Promise<Recorded>,
  ): Promise<ControlAnswer | undefined> {
    return command(this.services, request, async ({ userId }) => {
      const source = this.configured(name);
      const done = await run(correctionDeps(this.services), source, userId);
      const control = await readSourceControl(this.services.log, name);
      const answer: ControlAnswer = { ...recordedAnswer(done), source: done.source, ...controlAnswer(control) };
      return { status: 200, answer, position: done.position };
    });
  }

  /**
   * Pauses a source: no run starts, and one that is under way ends at its next request. What it received stays, and the next run
   * continues there.
   * @summary Pause a source
   * @param source One of the sources that the ledger collects, e.g. tcgcsv
   */
  @Post('{source}/pause')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'Source not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public pauseSource(
    @Request() request: HttpRequest,
    @Path() source: string,
    @Body() body: ControlOrder,
  ): Promise<ControlAnswer | undefined> {
    const { reason } = body;
    return this.order(request, source, (deps, { name }, actor) => pauseSource(deps, name, { reason, actor }));
  }

  /**
   * Resumes a paused source: it is collected within a minute or two, from where it was.
   * @summary Resume a source
   * @param source One of the sources that the ledger collects, e.g. tcgcsv
   */
  @Post('{source}/resume')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'Source not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public resumeSource(
    @Request() request: HttpRequest,
    @Path() source: string,
    @Body() body: ControlOrder,
  ): Promise<ControlAnswer | undefined> {
    const { reason } = body;
    return this.order(request, source, (deps, { name }, actor) => resumeSource(deps, name, { reason, actor }));
  }

  /**
   * Limits a source below what is configured, from its next request on.
   * @summary Limit a source
   * @param source One of the sources that the ledger collects, e.g. tcgcsv
   */
  @Post('{source}/limits')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'Source not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public limitSource(
    @Request() request: HttpRequest,
    @Path() source: string,
    @Body() body: LimitsOrder,
  ): Promise<ControlAnswer | undefined> {
    const { reason, requests_a_day: dailyBudget, pause_ms: pauseMs } = body;
    return this.order(request, source, (deps, own, actor) =>
      limitSource(deps, own, { dailyBudget, pauseMs, reason, actor }),
    );
  }
}
