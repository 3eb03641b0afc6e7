/** The picture of a card, loaded when it comes into view; its name where there is none. */
import { useState } from 'preact/hooks';
import { ledger } from '../ledger.js';

export const Picture = ({
  cardId,
  name,
  isLarge = false,
}: {
  readonly cardId: string;
  readonly name: string;
  readonly isLarge?: boolean;
}) => {
  const [failed, setFailed] = useState(false);
  const size = isLarge ? 'picture large' : 'picture';
  if (!ledger.pictures || failed)
    return (
      <span class={`${size} empty`} aria-hidden="true">
        {isLarge ? name : ''}
      </span>
    );
  return (
    <img
      class={size}
      src={`/pictures/${encodeURIComponent(cardId)}`}
      alt={isLarge ? `The card ${name}` : ''}
      loading={isLarge ? 'eager' : 'lazy'}
      decoding="async"
      width={isLarge ? 300 : 46}
      height={isLarge ? 420 : 64}
      onError={() => setFailed(true)}
    />
  );
};
