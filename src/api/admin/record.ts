import { Body, Controller, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { correctPrice } from '../../corrections/correct-price.js';
import { mapExternalId } from '../../commands/map-external-id.js';
import { mergeCards } from '../../corrections/merge-cards.js';
import { voidObservation } from '../../corrections/void-observation.js';
import { command } from '../command.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { correctionDeps } from './correction-deps.js';
import {
  type NumbersAnswer,
  numbersAnswer,
  type PriceKeyAnswer,
  priceKeyAnswer,
  type RecordedAnswer,
  recordedAnswer,
} from './price-answer.js';

interface Reasoned {
  /** Why; it stands in the log for ever */
  readonly reason: string;
}

/** Names a price: what the card has one of need not be named. */
interface PriceNamed extends Reasoned {
  /** The card, e.g. pokemon-517045 */
  readonly card_id: string;
  /** In any spelling */
  readonly printing?: string;
  readonly source?: string;
  readonly kind?: 'market' | 'asking';
  /** none: a price without one */
  readonly condition?: string;
  /** Such as PSA 10; none: an ungraded card */
  readonly grade?: string;
  /** none: a price without one */
  readonly language?: string;
  readonly currency?: 'USD' | 'EUR' | 'GBP' | 'JPY';
  /** The stamp of the observation, or its day. Of a correction the newest by default; a void needs it, or observation_id */
  readonly at?: string;
  /** Id of an observation, or of a correction or withdrawal, as /v1/events has it */
  readonly observation_id?: string;
}

/** Numbers in major units; null: the source has none. What is left out stays as it is. */
export interface CorrectedNumbers {
  readonly market?: number | null;
  readonly low?: number | null;
  readonly mid?: number | null;
  readonly high?: number | null;
  readonly direct_low?: number | null;
}

export interface CorrectionOrder extends PriceNamed {
  readonly numbers: CorrectedNumbers;
}

export interface CorrectionAnswer extends RecordedAnswer, PriceKeyAnswer {
  /** The observation that is corrected. */
  readonly observation_id: string;
  readonly effective_at: string;
  readonly before: NumbersAnswer;
  readonly after: NumbersAnswer;
}

/** By `at` an observation with its corrections, by `observation_id` also a correction or withdrawal alone. */
export type VoidOrder = PriceNamed;

export interface StandingAnswer extends NumbersAnswer {
  /** The source did not show the price then. */
  readonly withdrawn: boolean;
  readonly effective_at: string;
}

export interface VoidAnswer extends RecordedAnswer, PriceKeyAnswer {
  readonly observation_id: string;
  readonly effective_at: string;
  readonly before: NumbersAnswer;
  /** What stands without it; null if no price does. */
  readonly standing: StandingAnswer | null;
}

export interface MappingOrder extends Reasoned {
  /** The card, e.g. pokemon-517045 */
  readonly card_id: string;
  /** The other system, such as cardmarket or tcgdex */
  readonly system: string;
  /** The id of the card there; it replaces one that the card had */
  readonly external_id: string;
  /** What proves it, such as a URL */
  readonly evidence?: string | null;
}

export interface MappingAnswer extends RecordedAnswer {
  readonly card_id: string;
  readonly system: string;
  readonly external_id: string;
  readonly replaces: string | null;
}

export interface MergeOrder extends Reasoned {
  /** The card whose id goes out of use */
  readonly card_id: string;
  /** The card that it is; alerts follow */
  readonly into: string;
}

export interface MergeAnswer extends RecordedAnswer {
  readonly card_id: string;
  readonly merged_into: string;
}

const selectorOf = ({ card_id: _card, reason: _reason, observation_id, ...price }: PriceNamed) => ({
  ...price,
  observationId: observation_id,
});

@Route('admin')
@Tags('Administration')
@Security('user', ['admin'])
export class RecordController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Records what a price should have been from its stamp on. The observation stays in the log.
   * @summary Correct a price
   */
  @Post('corrections')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'Card or observation not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public correctPrice(
    @Request() request: HttpRequest,
    @Body() body: CorrectionOrder,
  ): Promise<CorrectionAnswer | undefined> {
    return command(this.services, request, async ({ userId: actor }) => {
      const { numbers, ...named } = body;
      const order = { cardId: named.card_id, price: selectorOf(named), numbers, reason: named.reason, actor };
      const done = await correctPrice(correctionDeps(this.services), order);
      const { key, observation_id, effective_at } = done;
      const answer: CorrectionAnswer = {
        ...recordedAnswer(done),
        ...priceKeyAnswer(key),
        observation_id,
        effective_at,
        before: numbersAnswer(done.before, key.currency),
        after: numbersAnswer(done.after, key.currency),
      };
      return { status: 200, answer, position: done.position };
    });
  }

  /**
   * Records that an observation never counted.
   * @summary Void an observation
   */
  @Post('voids')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'Card or observation not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public voidObservation(@Request() request: HttpRequest, @Body() body: VoidOrder): Promise<VoidAnswer | undefined> {
    return command(this.services, request, async ({ userId: actor }) => {
      const order = { cardId: body.card_id, price: selectorOf(body), reason: body.reason, actor };
      const done = await voidObservation(correctionDeps(this.services), order);
      const { key, observation_id, effective_at, standing } = done;
      const answer: VoidAnswer = {
        ...recordedAnswer(done),
        ...priceKeyAnswer(key),
        observation_id,
        effective_at,
        before: numbersAnswer(done.before, key.currency),
        standing:
          standing === null
            ? null
            : {
                ...numbersAnswer(standing, key.currency),
                withdrawn: standing.withdrawn === true,
                effective_at: standing.effective_at,
              },
      };
      return { status: 200, answer, position: done.position };
    });
  }

  /**
   * Records the id of a card in another system.
   * @summary Map an external id
   */
  @Post('mappings')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'Card not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public mapExternalId(
    @Request() request: HttpRequest,
    @Body() body: MappingOrder,
  ): Promise<MappingAnswer | undefined> {
    return command(this.services, request, async ({ userId: actor }) => {
      const { card_id: cardId, system, external_id: externalId, evidence, reason } = body;
      const order = { cardId, system, externalId, evidence, reason, actor };
      const done = await mapExternalId(correctionDeps(this.services), order);
      const { card_id, external_id, replaces } = done;
      const answer = { ...recordedAnswer(done), card_id, system: done.system, external_id, replaces };
      return { status: 200, answer, position: done.position };
    });
  }

  /**
   * Records that a card is another one: its id leads there, and alerts follow.
   * @summary Merge cards
   */
  @Post('merges')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'Card not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public mergeCards(@Request() request: HttpRequest, @Body() body: MergeOrder): Promise<MergeAnswer | undefined> {
    return command(this.services, request, async ({ userId: actor }) => {
      const { card_id: cardId, into: intoCardId, reason } = body;
      const done = await mergeCards(correctionDeps(this.services), { cardId, intoCardId, reason, actor });
      const { card_id, merged_into } = done;
      return { status: 200, answer: { ...recordedAnswer(done), card_id, merged_into }, position: done.position };
    });
  }
}
