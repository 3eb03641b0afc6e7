/** Renews the card page when a price of its card changes (docs/streaming.md). */
import { useEffect } from 'preact/hooks';
import { after } from '../../clock.js';
import { renewCard } from './ask.js';

/** Several keys of a card change with one snapshot: they are renewed together. */
const pauseMs = 500;

/** Opens the stream of the card's changes; returns how to close it. The browser comes back to one that ended by itself. */
const listen = (cardId: string): (() => void) => {
  let cancel = (): void => undefined;
  const stream = new EventSource(`/v1/prices/stream?card_id=${encodeURIComponent(cardId)}`);
  stream.onmessage = ({ data }: MessageEvent<string>) => {
    const { position } = JSON.parse(data) as { readonly position: string };
    cancel();
    cancel = after(pauseMs, () => void renewCard(cardId, position));
  };
  return () => {
    cancel();
    stream.close();
  };
};

/**
 * Listens while the page is looked at and `enabled`. A hidden page holds no stream, since a client has ten; what it missed is asked
 * for when it is looked at again.
 */
export const useLivePrices = (cardId: string, enabled: boolean): void =>
  useEffect(() => {
    if (!enabled) return undefined;
    let close = document.hidden ? null : listen(cardId);
    const follow = (): void => {
      if (document.hidden) {
        close?.();
        close = null;
      } else if (close === null) {
        close = listen(cardId);
        void renewCard(cardId, null);
      }
    };
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      close?.();
    };
  }, [cardId, enabled]);
