import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { correctionDeps } from '../../app/ledger.js';
import { ledgerError } from '../../base/errors.js';
import { type SuspectRow, suspectMappings } from '../../../projections/trending/suspect-list.js';
import { marketplaceOf } from '../../domain/source.js';
import { limits } from '../../base/limits.js';
import { packageRoot } from '../../base/paths.js';
import { systemOf } from '../../commands/map-external-id.js';
import { acceptReview, rejectReview } from '../../matching/decide-review.js';
import { type Evaluation, evaluate, type Figures, type Label, partOf } from '../../matching/evaluate.js';
import { buildLedgerMatcher } from '../../matching/ledger-matcher.js';
import { mapProducts } from '../../matching/map-products.js';
import { createMatcher } from '../../matching/matcher.js';
import { readCatalog, readForeignProducts } from '../../matching/read-catalog.js';
import { readLabels } from '../../matching/read-labels.js';
import { type WaitingProduct, waitingProducts } from '../../matching/reviews.js';
import { readTcgdexProducts, tcgdexSystem } from '../../matching/read-tcgdex.js';
import type { ForeignProduct, Matcher } from '../../matching/types.js';
import { type Session, startSession, wholeNumber, withLedger } from '../command.js';
import { table } from '../output.js';
import { answerOrder, type OrderOptions, withOrder } from '../put-right.js';

interface EvaluateOptions {
  labels?: string;
  catalog?: string;
  part: 'all' | 'tuning' | 'held-back';
}

const ownFixture = (name: string): string => join(packageRoot, 'test/fixtures/matching', name);

const read = (file: string, option: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw ledgerError('VALIDATION_FAILED', `${option} ${file}: cannot be read`, {
      cause: error,
      details: { [option.replace(/^-*/, '')]: 'expected a file that can be read' },
    });
  }
};

const labelsFile = ({ labels }: EvaluateOptions): string => {
  const file = labels ?? ownFixture('titles.ndjson');
  if (labels !== undefined || existsSync(file)) return file;
  throw ledgerError('VALIDATION_FAILED', '--labels: expected a file of labelled titles (docs/matching.md)', {
    details: { labels: 'expected a file' },
  });
};

/** Returns the matcher of a file's catalog, of that of our own titles, or of the ledger. */
const matcherFor = async (session: Session, { labels, catalog }: EvaluateOptions): Promise<Matcher> => {
  const file = catalog ?? (labels === undefined ? ownFixture('cards.ndjson') : undefined);
  if (file !== undefined) return createMatcher(readCatalog(read(file, '--catalog')));
  return withLedger(
    session,
    async ({ database, projector }) => {
      await projector.catchUp(['catalog', 'latest-prices'], session.signal);
      return buildLedgerMatcher(database);
    },
    { onlyReads: true },
  );
};

const inPart = (labels: readonly Label[], part: EvaluateOptions['part']): readonly Label[] =>
  part === 'all' ? labels : labels.filter(({ title }) => partOf(title) === part.replace('-', '_'));

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(2)} %`);

const figuresRow = (name: string, figures: Figures): (string | number)[] => {
  const { titles, offers, right, wrong, missed, precision, recall } = figures;
  return [name, titles, offers, right, wrong, missed, percent(precision), percent(recall)];
};

const evaluationText = ({ all, parts, kinds, confusions }: Evaluation): string => {
  const head = ['', 'titles', 'offers', 'right', 'wrong', 'missed', 'precision', 'recall'];
  const named = Object.entries({ all, tuning: parts.tuning, 'held back': parts.held_back });
  const rows = [...named, ...Object.entries(kinds)].map(([name, figures]) => figuresRow(name, figures));
  const confused = confusions.map(({ verdict, label, result }) => {
    const found = result.outcome === 'matched' ? result.match.card_id : result.outcome;
    return [verdict, label.expect?.card_id ?? 'nothing', found, label.title];
  });
  const list =
    confused.length === 0 ? 'nothing was confused' : table([['', 'expected', 'found', 'title'], ...confused]);
  return [table([head, ...rows]), '', list].join('\n');
};

const addEvaluate = (group: Command): void => {
  group
    .command('evaluate')
    .description('precision and recall on labelled titles, and what was confused')
    .option('--labels <file>', 'labelled titles, NDJSON; default: those of the checkout, on the catalog beside them')
    .option('--catalog <file>', "catalog to match with, NDJSON; default with --labels: the ledger's")
    .addOption(
      new Option('--part <part>', 'which titles: those that the rules were written with, or those held back')
        .choices(['all', 'tuning', 'held-back'])
        .default('all'),
    )
    .action(async (options: EvaluateOptions, command: Command) => {
      const session = startSession(command, { noData: options.labels === undefined || options.catalog !== undefined });
      const labels = inPart(readLabels(read(labelsFile(options), '--labels')), options.part);
      const evaluation = evaluate(await matcherFor(session, options), labels);
      session.output.answer(evaluation, () => evaluationText(evaluation));
    });
};

const waitingText = (waiting: readonly WaitingProduct[], total: number): string => {
  if (waiting.length === 0) return 'nothing waits';
  const head = ['system', 'id', 'name', 'why', 'card', 'score', 'reasons'];
  const lines = waiting.flatMap(({ system, external_id, name, reason, candidates }) =>
    candidates.map(({ card_id, score, reasons }, at) =>
      at === 0
        ? [system, external_id, name, reason, card_id, score, reasons.join('; ')]
        : ['', '', '', '', card_id, score, reasons.join('; ')],
    ),
  );
  return [table([head, ...lines]), `${waiting.length} of ${total} products`].join('\n');
};

/** Returns what `review` prints: what waits, and below it the mappings that the prices put in doubt. */
const reviewText = (waiting: readonly WaitingProduct[], total: number, suspects: readonly SuspectRow[]): string => {
  if (suspects.length === 0) return waitingText(waiting, total);
  const rows = suspects.map(({ second, external_id, card_id, name, reason }) => [
    marketplaceOf(second.source),
    external_id,
    card_id,
    name,
    reason,
  ]);
  return [
    waitingText(waiting, total),
    '',
    'mapped, and to another card by their prices (reject ends the mapping):',
    table([['system', 'id', 'card', 'name', 'why'], ...rows]),
  ].join('\n');
};

interface ReviewOptions extends OrderOptions {
  card?: string;
}

const addDecisions = (group: Command): void => {
  withOrder(
    group
      .command('accept')
      .argument('<system>', 'the marketplace, such as cardmarket')
      .argument('<id>', 'its id of the product')
      .description('record that a product is a card')
      .option('--card <id>', 'the card; may be left out where the product has one candidate'),
  ).action(async (system: string, externalId: string, options: ReviewOptions, command: Command) => {
    const { card: cardId, reason, actor } = options;
    await answerOrder(command, {
      run: (deps) => acceptReview(deps, { system, externalId, cardId, reason, actor }),
      value: ({ card_id, system: of, external_id, replaces }) => ({ card_id, system: of, external_id, replaces }),
      lines: ({ card_id, system: of, external_id }) => [`${card_id} is ${external_id} of ${of}`],
    });
  });
  withOrder(
    group
      .command('reject')
      .argument('<system>', 'the marketplace, such as cardmarket')
      .argument('<id>', 'its id of the product')
      .description('record that a product is not the card that it is mapped to, or none of its candidates')
      .option('--card <id>', 'the card that it is not; default: the one it is mapped to, else all candidates'),
  ).action(async (system: string, externalId: string, options: ReviewOptions, command: Command) => {
    const { card: cardId, reason, actor } = options;
    const session = startSession(command);
    const rejected = await withLedger(session, (ledger) =>
      rejectReview(correctionDeps(ledger, session.signal), { system, externalId, cardId, reason, actor }),
    );
    session.output.answer({ rejected }, () =>
      rejected.map(({ card_id, event_id }) => `${externalId} of ${system} is not ${card_id}: ${event_id}`).join('\n'),
    );
  });
};

const addReview = (group: Command): void => {
  const review = group.command('review').description('products of other marketplaces that wait for a person');
  review
    .command('list', { isDefault: true })
    .description(
      'what waits: the cards that it may be, with scores and reasons; what waits longest first. And what is mapped to another card by its prices',
    )
    .option('--system <name>', 'only of this marketplace')
    .option('--limit <rows>', 'products at most', wholeNumber(1), limits.pageLimitMax)
    .option('--offset <rows>', 'products to skip', wholeNumber(0), 0)
    .action(async (options: { system?: string; limit: number; offset: number }, command: Command) => {
      const session = startSession(command);
      const { waiting, total, suspects } = await withLedger(
        session,
        async ({ database, projector }) => {
          await projector.catchUp(
            ['catalog', 'latest-prices', 'price-history', 'trending', 'coverage'],
            session.signal,
          );
          const { system, limit } = options;
          return {
            ...(await waitingProducts(database, options)),
            suspects: await suspectMappings(database, { system, limit }),
          };
        },
        { onlyReads: true },
      );
      session.output.answer({ waiting, total, suspects }, () => reviewText(waiting, total, suspects));
    });
  addDecisions(review);
};

interface GivenProducts {
  readonly system: string;
  readonly products: readonly ForeignProduct[];
  readonly isWhole: boolean;
}

/** Reads the products of a file. Throws VALIDATION_FAILED, CORRECTION_REFUSED. */
const productsOf = (name: string, text: string, format: string): GivenProducts => {
  const system = systemOf(name);
  if (format !== 'tcgdex') {
    return { system, products: readForeignProducts(text).map((product) => ({ ...product, system })), isWhole: true };
  }
  // It lacks the products of Cardmarket whose ids it does not know: those go on waiting.
  if (system === tcgdexSystem) return { system, products: readTcgdexProducts(text), isWhole: false };
  throw ledgerError('VALIDATION_FAILED', `system: expected ${tcgdexSystem}, whose products TCGdex names`, {
    details: { system: `expected ${tcgdexSystem}` },
  });
};

const addMap = (group: Command): void => {
  group
    .command('map')
    .argument('<system>', 'the marketplace, such as cardmarket')
    .argument('<file>', 'all of its products of their games, NDJSON (docs/matching.md); or cards of TCGdex')
    .addOption(
      new Option('--format <format>', 'of the file: products (docs/matching.md), or cards of TCGdex')
        .choices(['products', 'tcgdex'])
        .default('products'),
    )
    .description('map products of another marketplace to cards; what is not sure waits for a person')
    .action(async (system: string, file: string, { format }: { format: string }, command: Command) => {
      const session = startSession(command);
      const given = productsOf(system, read(file, 'file'), format);
      const done = await withLedger(session, async (ledger) => {
        const deps = correctionDeps(ledger, session.signal);
        await deps.caughtUp(['catalog', 'latest-prices']);
        return mapProducts(deps, await buildLedgerMatcher(ledger.database), given);
      });
      const { mapped, known, waiting, unmatched } = done;
      session.output.answer(done, () =>
        [
          `${done.products} products of ${given.system}: ${mapped} mapped, ${known} known`,
          `${waiting} wait for a person (tcg-ledger matching review), ${unmatched} are no card of the catalog`,
        ].join('\n'),
      );
    });
};

/** Adds `tcg-ledger matching`. */
export const addMatching = (program: Command): void => {
  const group = program.command('matching').description('which card a title or a product of another marketplace is');
  addEvaluate(group);
  addReview(group);
  addMap(group);
};
