/** The search: answers while one types, as a combobox that works by keyboard (WAI-ARIA, combobox with a list). */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { useAnswer } from '../answer.js';
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

export const SearchBox = ({ isLarge = false }: { readonly isLarge?: boolean }) => {
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const q = useSettled(text.trim(), quietMs);
  const found = useAnswer(['search', q, shown], () => searchCards(q, shown), { enabled: q.length >= 2, keep: true });
  const cards = q.length >= 2 ? (found.data?.cards ?? []) : [];
  useEffect(() => setActive(-1), [q]);
  const leave = (): void => {
    setOpen(false);
    setText('');
    input.current?.blur();
  };
  const choose = (at: number): void => {
    const card = cards[at];
    if (card === undefined && text.trim() === '') return;
    go(card === undefined ? paths.search(text.trim()) : paths.card(card.card_id));
    leave();
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
    else if (event.key === 'Enter') choose(active);
  };
  const isOpen = open && q.length >= 2;
  const total = found.data?.pagination.total ?? 0;
  return (
    <div class={isLarge ? 'search-box large' : 'search-box'} role="search">
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Search cards and sets"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        placeholder="Card, number or set, such as lugia 186"
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
      <ul id={listId} role="listbox" aria-label="Cards found" hidden={!isOpen}>
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
      <p class="found" role="status" hidden={!isOpen}>
        {found.error !== null
          ? found.error.message
          : found.data === undefined
            ? 'Searching …'
            : total === 0
              ? `No card has “${q}”. Try fewer words, or a set's name.`
              : found.data.did_you_mean === null
                ? `${count(total)} found. Enter shows all.`
                : `Nothing has “${q}”: these have “${found.data.did_you_mean}”.`}
      </p>
    </div>
  );
};
