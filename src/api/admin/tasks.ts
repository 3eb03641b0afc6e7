import {
  Body,
  Controller,
  Get,
  Path,
  Post,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { projections } from '../../../projections/index.js';
import { ledgerError } from '../../base/errors.js';
import { subscriberStatuses } from '../../subscriptions/checkpoints.js';
import { type DeadLetter, readDeadLetters } from '../../subscriptions/dead-letters.js';
import { findTask, requestTask, type Task, type TaskKind } from '../../subscriptions/tasks.js';
import { command, type Done } from '../command.js';
import { uuidField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';

export interface CollectionOrder {
  /** One of the sources that the ledger collects, e.g. tcgcsv */
  readonly source: string;
  /**
   * Only these sets: ids, codes or names
   * @minItems 1
   * @maxItems 100
   */
  readonly sets?: readonly string[];
}

export interface RebuildOrder {
  /**
   * Read models, rebuilt beside the live ones in one pass over the log, and then switched to
   * @minItems 1
   * @maxItems 50
   */
  readonly rebuild: readonly string[];
}

/** Work that the process with the role for it does. */
export interface TaskAnswer {
  readonly task_id: string;
  readonly kind: TaskKind;
  /** waiting: no process has begun it. running: one has. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** What it is about. */
  readonly subject: Readonly<Record<string, unknown>>;
  readonly requested_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** What came of it; of a failure its code and reason. */
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** A subscriber of the log: a read model, the alerter, a topic. */
export interface SubscriberAnswer {
  readonly subscriber: string;
  /** @isInt */
  readonly version: number;
  readonly state: string;
  readonly position: string;
  /** Whether it has processed everything that the log held. */
  readonly up_to_date: boolean;
  /**
   * Events processed.
   * @isInt
   */
  readonly events: number;
  /** @isInt */
  readonly dead_letters: number;
  /** Who runs it now; `null` if nobody does. */
  readonly holder: string | null;
  /** Why it is stopped. */
  readonly error: string | null;
  readonly updated_at: string;
}

export interface SubscribersAnswer {
  /** Position of the last event of the log. */
  readonly head: string;
  readonly projections: readonly SubscriberAnswer[];
}

/** An event that a subscriber could not process. */
export interface ParkedAnswer {
  readonly event_id: string;
  readonly subscriber: string;
  readonly position: string;
  readonly type: string;
  readonly stream: string;
  readonly reason: string;
  /** @isInt */
  readonly attempts: number;
  readonly parked_at: string;
  readonly tried_at: string;
}

export interface ParkedEventsAnswer {
  readonly parked: readonly ParkedAnswer[];
}

const stateOf = ({ outcome, started_at }: Task): TaskAnswer['state'] =>
  outcome ?? (started_at === null ? 'waiting' : 'running');

const taskAnswer = (task: Task): TaskAnswer => ({
  task_id: task.id,
  kind: task.kind,
  state: stateOf(task),
  subject: task.subject,
  requested_at: task.requested_at,
  started_at: task.started_at,
  finished_at: task.finished_at,
  result: task.result,
});

const parkedAnswer = (letter: DeadLetter): ParkedAnswer => ({
  event_id: letter.event_id,
  subscriber: letter.subscriber,
  position: letter.position,
  type: letter.type,
  stream: letter.stream,
  reason: letter.reason,
  attempts: letter.attempts,
  parked_at: letter.parked_at,
  tried_at: letter.tried_at,
});

@Route('admin')
@Tags('Administration')
@Security('user', ['admin'])
export class TasksController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  private get database() {
    return this.services.accounts.database;
  }

  private request(
    request: HttpRequest,
    kind: TaskKind,
    subjectOf: () => Promise<Task['subject']> | Task['subject'],
  ): Promise<TaskAnswer | undefined> {
    return command(this.services, request, async ({ userId, newId }): Promise<Done<TaskAnswer>> => {
      const subject = await subjectOf();
      const { runtime } = this.services;
      const task = await requestTask(
        { database: this.database, runtime },
        { id: newId('task'), kind, subject, requested_by: userId },
      );
      return { status: 202, answer: taskAnswer(task), position: null, location: `/v1/admin/tasks/${task.id}` };
    });
  }

  /**
   * Collects from a source now: a process with the role collector does it, within the source's own limits. The task says what
   * came of it.
   * @summary Collect now
   */
  @Post('collections')
  @SuccessResponse(202, 'The task; Location has its path')
  @Response<Problem>(404, 'Source not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public collectNow(@Request() request: HttpRequest, @Body() body: CollectionOrder): Promise<TaskAnswer | undefined> {
    return this.request(request, 'collection', () => {
      const { source, sets } = body;
      const collectedSources = (this.services.sources ?? []).map(({ name }) => name);
      if (!collectedSources.includes(source)) {
        const there = collectedSources.length === 0 ? 'none is collected' : `expected ${collectedSources.join(', ')}`;
        throw ledgerError('SOURCE_UNKNOWN', `source: no source "${source}"; ${there}`, { details: { source: there } });
      }
      return { source, ...(sets === undefined ? {} : { sets }) };
    });
  }

  /**
   * The read models and the other subscribers of the log: where they stand, and which events they could not process.
   * @summary Lag of read models
   */
  @Get('projections')
  @SuccessResponse(200, 'Subscribers')
  public async listProjections(): Promise<SubscribersAnswer> {
    const [statuses, head] = await Promise.all([subscriberStatuses(this.database), this.services.log.head()]);
    return {
      head,
      projections: statuses.map((status) => ({
        subscriber: status.subscriber,
        version: status.version,
        state: status.state,
        position: status.position,
        up_to_date: status.position >= head,
        events: status.events,
        dead_letters: status.dead_letters,
        holder: status.holder,
        error: status.error,
        updated_at: status.updated_at,
      })),
    };
  }

  /**
   * Rebuilds read models from the log beside the live ones, and switches to them: a process with the role projector does it.
   * @summary Rebuild read models
   */
  @Post('projections')
  @SuccessResponse(202, 'The task; Location has its path')
  @Response<Problem>(404, 'Read model not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public rebuildProjections(
    @Request() request: HttpRequest,
    @Body() body: RebuildOrder,
  ): Promise<TaskAnswer | undefined> {
    return this.request(request, 'rebuild', () => {
      const names = projections.map(({ name }) => name);
      const unknown = body.rebuild.find((name) => !names.includes(name));
      if (unknown !== undefined) {
        const there = `one of ${names.join(', ')}`;
        throw ledgerError('PROJECTION_UNKNOWN', `rebuild: no read model "${unknown}"; expected ${there}`, {
          details: { rebuild: `expected ${there}` },
        });
      }
      return { names: [...new Set(body.rebuild)] };
    });
  }

  /**
   * Dead letters: events that a subscriber could not process, with the reasons.
   * @summary Parked events
   */
  @Get('parked')
  @SuccessResponse(200, 'Parked events')
  public async listParked(): Promise<ParkedEventsAnswer> {
    return { parked: (await readDeadLetters(this.database, {})).map(parkedAnswer) };
  }

  /**
   * Processes a parked event again, through every subscriber that parked it: a process with the role projector does it.
   * @summary Retry a parked event
   * @param id The event
   */
  @Post('parked/{id}/retry')
  @SuccessResponse(202, 'The task; Location has its path')
  @Response<Problem>(404, 'No such parked event')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public retryParked(@Request() request: HttpRequest, @Path() id: string): Promise<TaskAnswer | undefined> {
    return this.request(request, 'retry', async () => {
      const event_id = uuidField('id', id);
      if ((await readDeadLetters(this.database, { eventId: event_id })).length === 0)
        throw ledgerError('DEAD_LETTER_NOT_FOUND', `no dead letter of event ${event_id}`, {
          details: { id: 'not parked' },
        });
      return { event_id };
    });
  }

  /**
   * What an administrator asked for: whether it was done, and what came of it.
   * @summary One task
   * @param id The task
   */
  @Get('tasks/{id}')
  @SuccessResponse(200, 'The task')
  @Response<Problem>(404, 'Task not found')
  public async getTask(@Path() id: string): Promise<TaskAnswer> {
    return taskAnswer(await findTask(this.database, uuidField('id', id)));
  }
}
