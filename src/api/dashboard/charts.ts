/**
 * /charts/{card_id}.svg and .png: the history of one price as a picture, for feeds, previews and pages elsewhere. It is a read like the
 * history itself: cached by the ledger's position, with the same ETags and the same Cache-Control.
 */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { findCards } from '../../../projections/catalog/queries.js';
import { mergedCards } from '../../../projections/catalog/id-changes.js';
import { type HistoryPeriod, historyPeriods } from '../../../projections/price-history/queries.js';
import { ledgerError } from '../../base/errors.js';
import { type ChartTheme, chartSvg, chartThemes } from '../../charts/price-chart.js';
import { rasterise } from '../../charts/rasterise.js';
import { priceText } from '../../domain/prices/price-text.js';
import { cardIdField, invalidField } from '../params.js';
import { answerOtherMethod } from '../problem.js';
import { priceModels } from '../reads/card-answers.js';
import { answerRead } from '../reads/cacheable-read.js';
import { type HistoryAnswer, historyAnswer } from '../reads/price-history.js';
import type { ApiDeps } from '../services.js';

/** What previews of Open Graph have. */
export const pngSize = { width: 1_200, height: 630 } as const;
/** SVG is of a page's width. */
const sizes = { svg: { width: 720, height: 315 }, png: pngSize } as const;
type Format = keyof typeof sizes;
/** More cannot be told apart in the picture. */
const pointsMax = 500;

const parameters = ['printing', 'source', 'period', 'theme'] as const;
type Query = Partial<Record<(typeof parameters)[number], string>>;

/** Returns the query as texts. Throws UNKNOWN_PARAMETER or VALIDATION_FAILED. */
const queryOf = ({ query }: Request): Query => {
  const texts: Query = {};
  for (const [key, value] of Object.entries(query)) {
    const name = parameters.find((one) => one === key);
    if (name === undefined) {
      const expected = `unknown; expected ${parameters.join(', ')}`;
      throw ledgerError('UNKNOWN_PARAMETER', `unknown query parameter "${key}"; expected ${parameters.join(', ')}`, {
        details: { [key]: expected },
      });
    }
    if (typeof value !== 'string' || value.includes('\0') || value.length > 100)
      throw invalidField(name, 'one text of at most 100 characters');
    texts[name] = value;
  }
  return texts;
};

const oneOf = <T extends string>(name: string, text: string, values: readonly T[]): T => {
  const found = values.find((value) => value === text);
  if (found === undefined) throw invalidField(name, `one of ${values.join(', ')}`, text);
  return found;
};

const periods = Object.keys(historyPeriods) as HistoryPeriod[];

/** Returns the number of a point that the chart shows: asking prices have no market number. */
const numberOf = (point: HistoryAnswer['data_points'][number], kind: string | undefined): number | null => {
  if (point.observed === 'withdrawn') return null;
  return kind === 'asking' ? point.low_price : point.market_price;
};

/** Returns the chart of a history as SVG; `null` without a price. */
const svgOf = (
  history: HistoryAnswer,
  { name, theme, format }: { readonly name: string; readonly theme: ChartTheme; readonly format: Format },
): string | null => {
  const { key, data_points, gaps, to } = history;
  if (key === null) return null;
  const points = data_points.map((point) => ({
    atMs: Date.parse(point.effective_at),
    price: numberOf(point, key.kind),
  }));
  const unknown = gaps.filter(({ reason }) => reason === 'not_collected' || reason === 'withheld');
  const last = points.at(-1)?.price ?? null;
  const now = last === null ? 'no price' : priceText(last, key.currency);
  const note = `${key.source}, ${key.kind} price${key.simulated ? ', simulated' : ''}`;
  return chartSvg({
    points,
    untilMs: Date.parse(to),
    gaps: unknown.map((gap) => ({ fromMs: Date.parse(gap.from), toMs: Date.parse(gap.to) })),
    size: sizes[format],
    theme,
    words: { title: name, now: `${now} · ${key.printing}`, note, currency: key.currency },
  });
};

const others: RequestHandler = (request, response) => answerOtherMethod(request, response, ['GET', 'HEAD']);

/** Answers with the chart. */
const sendChart = async (
  services: ApiDeps,
  request: Request,
  { cardId, format }: { readonly cardId: string; readonly format: Format },
): Promise<void> => {
  const { printing, source, period = '30d', theme = 'light' } = queryOf(request);
  const asked = { period: oneOf('period', period, periods), theme: oneOf('theme', theme, chartThemes) };
  // A picture in a feed or a preview has no credentials, and tells what a read refuses.
  if (services.readsNeedKey === true)
    throw ledgerError('UNAUTHENTICATED', 'this ledger shows prices with a key only, and charts to nobody');
  const query = {
    ...{ period: asked.period, max_points: pointsMax },
    ...(printing === undefined ? {} : { printing }),
    ...(source === undefined ? {} : { source }),
  };
  const { database } = services;
  const options = { models: priceModels, minPosition: undefined, format };
  await answerRead(services, request, options, async (draft): Promise<Buffer> => {
    const merged = (await mergedCards(database, [cardId])).get(cardId);
    if (merged !== undefined) {
      const location = request.originalUrl.replace(`/charts/${cardId}.`, `/charts/${merged.cardId}.`);
      throw ledgerError('CARD_MERGED', `${cardId} was merged into ${merged.cardId}: ask for that card`, {
        details: { card_id: `${merged.cardId} now`, location },
      });
    }
    const history = await historyAnswer(services, request, { cardId, query, draft });
    const [card] = await findCards(database, [cardId]);
    const name = card === undefined ? cardId : [card.name, card.set_info?.name].filter(Boolean).join(' · ');
    const svg = svgOf(history, { name, theme: asked.theme, format });
    if (svg === null) throw ledgerError('PICTURE_NOT_FOUND', `no price of ${cardId} is known in this period`);
    return format === 'svg' ? Buffer.from(svg) : rasterise(svg, pngSize.width);
  });
};

/** Creates the paths. */
export const createCharts = (services: ApiDeps): Router => {
  const router = Router({ caseSensitive: true });
  router
    .route('/charts/:file')
    .get(async (request: Request<{ file: string }>, _response: Response, next) => {
      const [, id = '', format] = /^(.*)\.(svg|png)$/.exec(request.params.file) ?? [];
      if (format === undefined) next('route');
      else await sendChart(services, request as Request, { cardId: cardIdField(id), format: format as Format });
    })
    .all(others);
  return router;
};
