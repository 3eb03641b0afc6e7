/** /pictures/{card_id}: the picture of a card, drawn, fetched by us, or by the browser from the source. */
import { hash } from 'node:crypto';
import compression from 'compression';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import fresh from 'fresh';
import { findCards, type ListedCard } from '../../../projections/catalog/queries.js';
import { ledgerError } from '../../base/errors.js';
import { cardIdField } from '../params.js';
import { answerOtherMethod } from '../problem.js';
import { cardNotFound } from '../reads/cards.js';
import type { ApiDeps } from '../services.js';
import type { CardPictures, Picture } from './options.js';

/** A picture of a card changes hardly ever. */
const aWeekS = 7 * 86_400;
const aDayS = 86_400;

const others: RequestHandler = (request, response) => answerOtherMethod(request, response, ['GET', 'HEAD']);

const noPicture = (cardId: string): Error =>
  ledgerError('PICTURE_NOT_FOUND', `there is no picture of ${cardId} at the moment`);

const drawnCard = ({ card_id, tcg_type, normalised, product_type, set_info, name, number, rarity }: ListedCard) => ({
  ...{ cardId: card_id, game: tcg_type, name, number, rarity },
  ...{ colours: normalised.colours, productType: product_type, setName: set_info?.name ?? null },
});

/** Returns the picture as bytes; `null` if there is none. */
const pictureOf = (
  pictures: Exclude<CardPictures, { kind: 'link' }>,
  card: ListedCard,
): Promise<Picture | null> | Picture | null => {
  if (pictures.kind === 'drawn') return { type: 'image/svg+xml', bytes: Buffer.from(pictures.draw(drawnCard(card))) };
  return card.image_url === null ? null : pictures.find(card.image_url);
};

const sendPicture = (request: Request, response: Response, { type, bytes }: Picture): void => {
  const etag = `W/"${hash('sha256', bytes, 'base64url').slice(0, 22)}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', `public, max-age=${aWeekS}`);
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && fresh({ 'if-none-match': ifNoneMatch }, { etag })) {
    response.status(304).end();
    return;
  }
  // Opened by itself it is a document of this site.
  response.setHeader('Content-Security-Policy', "default-src 'none'");
  response.type(type).send(bytes);
};

/** Creates the path. Without `pictures` no card has one. */
export const createPictures = ({ database, pictures }: Pick<ApiDeps, 'database' | 'pictures'>): Router => {
  const router = Router({ caseSensitive: true });
  router
    .route('/pictures/:card_id')
    .get(compression(), async (request, response) => {
      const cardId = cardIdField(request.params.card_id);
      if (pictures === undefined) throw noPicture(cardId);
      const [card] = await findCards(database, [cardId]);
      if (card === undefined) throw cardNotFound(cardId);
      if (pictures.kind === 'link') {
        // A browser of a page by TLS would not take another.
        if (card.image_url?.startsWith('https://') !== true) throw noPicture(cardId);
        response.setHeader('Cache-Control', `public, max-age=${aDayS}`).redirect(302, card.image_url);
        return;
      }
      const picture = await pictureOf(pictures, card);
      if (picture === null) throw noPicture(cardId);
      sendPicture(request, response, picture);
    })
    .all(others);
  return router;
};
