/** Maps the id of a card in another system. A card has one id a system, and an id belongs to one card. */
import { cardsWithExternalId, findCards } from '../../projections/catalog/queries.js';
import { mergedCards } from '../../projections/catalog/id-changes.js';
import { type ExternalIds, externalIdsAfter } from '../domain/cards/external-ids.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { cardStream } from '../domain/streams.js';
import { readCardStream, underCardLock } from './card-commands.js';
import {
  cardIdOf,
  checkOrder,
  commandEvent,
  type CorrectionDeps,
  type Decision,
  decideAndAppend,
  invalid,
  type Ordered,
  type RecordedCommand,
  refused,
  unknownCard,
} from './command.js';

export interface MapExternalIdInput extends Ordered {
  readonly cardId: string;
  /** Name of the system in lower case, such as cardmarket or tcgdex. */
  readonly system: string;
  readonly externalId: string;
  /** What proves it, such as a URL. */
  readonly evidence?: string | null | undefined;
}

export interface MappedExternalId {
  readonly card_id: string;
  readonly system: string;
  readonly external_id: string;
  /** The id that it replaces; `null` if the card had none there. */
  readonly replaces: string | null;
}

/** The system whose product ids the ledger's own ids are made of. */
const ownSystem = 'tcgplayer';

/** Returns the name of a system in lower case. Throws VALIDATION_FAILED, and CORRECTION_REFUSED for the ledger's own. */
export const systemOf = (text: string): string => {
  const system = text.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9_.-]{0,39}$/.test(system)) {
    throw invalid('system', `expected a name such as cardmarket or tcgdex, got "${text}"`);
  }
  if (system === ownSystem) {
    throw refused('system', `the id of a card is its ${ownSystem} product id already; a moved product is merged`);
  }
  return system;
};

const checkInput = (input: MapExternalIdInput): MapExternalIdInput & { readonly evidence: string | null } => {
  const system = systemOf(input.system);
  const externalId = input.externalId.trim();
  const evidence = input.evidence?.trim() ?? '';
  if (!/^[\x21-\x7e]{1,100}$/.test(externalId)) {
    throw invalid('external_id', 'expected an id of at most 100 characters without blanks');
  }
  if (evidence.length > 1_000) throw invalid('evidence', 'expected at most 1000 characters');
  const cardId = cardIdOf('card_id', input.cardId);
  return { ...input, ...checkOrder(input), cardId, system, externalId, evidence: evidence === '' ? null : evidence };
};

/** Throws CORRECTION_REFUSED if another card holds the id. A card merged into this one hands its ids over. */
const checkHolder = async (deps: CorrectionDeps, { cardId, system, externalId }: MapExternalIdInput): Promise<void> => {
  const holders = await cardsWithExternalId(deps.database, system, externalId);
  const merged = await mergedCards(
    deps.database,
    holders.map(({ card_id }) => card_id),
  );
  const other = holders.find(({ card_id }) => card_id !== cardId && merged.get(card_id)?.cardId !== cardId);
  if (other === undefined) return;
  const how = 'map that card to its own id first';
  throw refused('external_id', `${system} ${externalId} is ${other.card_id} (${other.name}); ${how}`);
};

/** Returns the id that the events of a card's stream leave it in a system; `null` if none. */
const heldId = (events: readonly LedgerEvent[], system: string): string | null => {
  const after = events.reduce<ExternalIds>(
    (ids, event) =>
      event.type === 'ExternalIdMapped' || event.type === 'ExternalIdRejected' ? externalIdsAfter(ids, event) : ids,
    {},
  );
  return after[system] ?? null;
};

const decide = async (
  deps: CorrectionDeps,
  input: MapExternalIdInput & { readonly evidence: string | null },
): Promise<Decision<MappedExternalId>> => {
  const { cardId: card_id, system, externalId: external_id, evidence, reason } = input;
  const { revision, all } = await readCardStream(deps, card_id);
  const held = heldId(all, system);
  const last = all.findLast(({ type, data }) => type === 'ExternalIdMapped' && data.system === system);
  if (last !== undefined && held === external_id) {
    const { id, position } = last;
    return { revision, answer: { card_id, system, external_id, replaces: null }, recorded: { id, position } };
  }
  await checkHolder(deps, input);
  const data = { card_id, system, external_id, evidence, reason };
  const event = commandEvent('ExternalIdMapped', data, revision);
  return { revision, answer: { card_id, system, external_id, replaces: held }, event };
};

/**
 * Appends an ExternalIdMapped event. An id that the card had in the system is replaced. Throws VALIDATION_FAILED,
 * CARD_NOT_FOUND, CORRECTION_REFUSED, LOG_BUSY.
 */
export const mapExternalId = async (
  deps: CorrectionDeps,
  given: MapExternalIdInput,
): Promise<RecordedCommand & MappedExternalId> => {
  const input = checkInput(given);
  const { cardId, actor } = input;
  return underCardLock(deps, () =>
    decideAndAppend(deps, { type: 'ExternalIdMapped', stream: cardStream(cardId), actor }, async () => {
      await deps.caughtUp(['catalog']);
      const [card] = await findCards(deps.database, [cardId]);
      if (card === undefined) throw unknownCard(cardId);
      const end = (await mergedCards(deps.database, [cardId])).get(cardId)?.cardId;
      if (end !== undefined) throw refused('card_id', `${cardId} was merged into ${end}: map ${end}`);
      return decide(deps, input);
    }),
  );
};
