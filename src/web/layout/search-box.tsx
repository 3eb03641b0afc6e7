/** The search: answers while one types, as a combobox that works by keyboard (WAI-ARIA, combobox with a list). */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { type Asked, useAnswer } from '../answer.js';
import { api, bodyOf, type Schemas } from '../api.js';
import { useSettled } from '../clock.js';
import { detailOf } from '../components/card-row.js';
import { Picture } from '../components/picture.js';
import { PriceOf } from '../components/price.js';
import { currentPrice } from '../components/shown-price.js';
import { count } from '../format.js';
import { paths } from '../paths.js';

/** After the last key: fast typing asks once. */
const quietMs = 150;
const shown = 8;

export const searchCards = (q: string, limit: number, offset = 0) =>
  bodyOf(api.GET('/cards/search', { params: { query: { q, limit, offset, change: '7d' } } }));

const Option = ({
  card,
  id,
  isActive,
  choose,
}: {
  readonly card: Schemas['FoundCard'];
  readonly id: string;
  readonly isActive: boolean;
  readonly choose: () => void;
}) => (
  // The keyboard is the input's: the options are named by aria-activedescendant.
  <li id={id} role="option" aria-selected={isActive} onMouseDown={(event) => event.preventDefault()} onClick={choose}>
    <Picture cardId={card.card_id} name={card.name} />
    <span class="of-card">
      <strong>{card.name}</strong>
      <small>{detailOf(card.set.name, card.number, card.product_type === 'sealed' ? 'sealed' : null)}</small>
    </span>
    <span class="of-price">
      <PriceOf
        price={currentPrice(card.current_price)}
        over="7 days"
        {...(card.change === undefined ? {} : { change: card.change })}
      />
    </span>
  </li>
);

const foundWords = ({ error, data }: Asked<Schemas['CardSearchAnswer']>, q: string, isForChoosing: boolean): string => {
  if (error !== null) return error.message;
  if (data === undefined) return 'Searching …';
  const { pagination, did_you_mean: meant } = data;
  if (pagination.total === 0) return `No card has “${q}”. Try fewer words, or a set's name.`;
  if (meant !== null) return `Nothing has “${q}”: these have “${meant}”.`;
  return `${count(pagination.total)} found.${isForChoosing ? '' : ' Enter shows all.'}`;
};

/** Nothing is asked for a single letter. */
const isWorthAsking = (q: string): boolean => q.length >= 2;

const useFound = (q: string): Asked<Schemas['CardSearchAnswer']> => {
  const enabled = isWorthAsking(q);
  const found = useAnswer(['search', q, shown], () => searchCards(q, shown), { enabled, keep: true });
  return enabled ? found : { ...found, data: undefined };
};

interface BoxTerms {
  readonly isLarge?: boolean;
  readonly label: string;
  /** Enter takes a card only; else all that are found. */
  readonly isForChoosing?: boolean;
  /** Gets the card that is chosen; `null`: the text itself. */
  readonly choose: (card: Schemas['FoundCard'] | null, text: string) => void;
}

const Box = ({ isLarge = false, label, isForChoosing = false, choose: onChoose }: BoxTerms) => {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const q = useSettled(text.trim(), quietMs);
  const found = useFound(q);
  const cards = found.data?.cards ?? [];
  useEffect(() => setActive(-1), [q]);
  const choose = (at: number): void => {
    // Of what is typed, and not found yet, no card is the first.
    const first = isForChoosing && text.trim() === q ? cards[0] : undefined;
    const card = cards[at] ?? first ?? null;
    if (card === null && (isForChoosing || text.trim() === '')) return;
    onChoose(card, text.trim());
    setOpen(false);
    setText('');
    if (!isForChoosing) input.current?.blur();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      // -1 is the input itself, between the last card and the first.
      const places = cards.length + 1;
      setActive(((active + 1 + step + places) % places) - 1);
    } else if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'Enter') {
      // Within a form it would send it.
      event.preventDefault();
      choose(active);
    }
  };
  const isOpen = open && isWorthAsking(q);
  return (
    <div class={isLarge ? 'search-box large' : 'search-box'} role={isForChoosing ? undefined : 'search'}>
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        placeholder="Card, number or set"
        autoComplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKey}
      />
      {/* Over the page: one that moved when the list closes would be missed by the click that closes it. */}
      <div class="drop" hidden={!isOpen}>
        <p class="found" role="status">
          {isOpen ? foundWords(found, q, isForChoosing) : ''}
        </p>
        <ul id={listId} role="listbox" aria-label="Cards found">
          {cards.map((card, at) => (
            <Option
              key={card.card_id}
              card={card}
              id={`${listId}-${at}`}
              isActive={at === active}
              choose={() => choose(at)}
            />
          ))}
        </ul>
      </div>
    </div>
  );
};

/** Leads to the page of a card, or to all that are found. */
export const SearchBox = ({ isLarge = false }: { readonly isLarge?: boolean }) => {
  const [, go] = useLocation();
  return (
    <Box
      isLarge={isLarge}
      label="Search cards and sets"
      choose={(card, text) => go(card === null ? paths.search(text) : paths.card(card.card_id))}
    />
  );
};

/** Gives `onChoose` the card that is chosen. */
export const CardPicker = ({
  label,
  onChoose,
}: {
  readonly label: string;
  readonly onChoose: (card: Schemas['FoundCard']) => void;
}) => <Box label={label} isForChoosing choose={(card) => (card === null ? undefined : onChoose(card))} />;
