/** A card in a list: picture, name, set, and its price. The same row in search, sets, movers and watchlists. */
import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { paths } from '../paths.js';
import { Picture } from './picture.js';

export const CardRow = ({
  card,
  detail,
  more,
  children,
}: {
  readonly card: { readonly card_id: string; readonly name: string | null };
  /** Under the name: set, number, printing. */
  readonly detail: string;
  /** Below that. */
  readonly more?: ComponentChildren;
  /** The price. */
  readonly children: ComponentChildren;
}) => (
  <li class="card-row">
    <Link href={paths.card(card.card_id)}>
      <Picture cardId={card.card_id} name={card.name ?? card.card_id} />
      <span class="of-card">
        <strong>{card.name ?? card.card_id}</strong>
        <small>{detail}</small>
        {more}
      </span>
      <span class="of-price">{children}</span>
    </Link>
  </li>
);

/** Returns the line under a card's name; parts that are not known are left out. */
export const detailOf = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
