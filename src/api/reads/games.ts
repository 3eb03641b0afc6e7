import { Controller, Get, Path, Queries, Request, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { type GameSummary, summariseGames } from '../../../projections/catalog/games.js';
import { type Game, games } from '../../domain/cards/card.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import type { ReadQuery } from './query-parameters.js';
import { setModels } from './sets.js';

export interface GamesAnswer {
  readonly games: readonly GameSummary[];
}

@Route('games')
@Tags('Sets')
export class GamesController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Games with their sets and cards, the value of all single cards, and how many prices rose and fell since the snapshot a day
   * before the newest.
   * @summary List games
   */
  @Get()
  @SuccessResponse(200, 'Games')
  public listGames(@Request() request: HttpRequest, @Queries() query: ReadQuery): Promise<GamesAnswer | undefined> {
    const options = { models: setModels, minPosition: query.min_position };
    return answerRead(this.services, request, options, async () => ({
      games: await summariseGames(this.services.database, games),
    }));
  }

  /**
   * The same of one game.
   * @summary One game
   * @param game The game
   */
  @Get('{game}')
  @SuccessResponse(200, 'The game')
  public getGame(
    @Request() request: HttpRequest,
    @Path() game: Game,
    @Queries() query: ReadQuery,
  ): Promise<GameSummary | undefined> {
    const options = { models: setModels, minPosition: query.min_position };
    return answerRead(this.services, request, options, async () => {
      const [summary] = await summariseGames(this.services.database, [game]);
      return summary as GameSummary;
    });
  }
}
