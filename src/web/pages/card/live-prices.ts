/** Renews the card page when a price of its card changes (docs/streaming.md). */
import { useEffect } from 'preact/hooks';
import { after } from '../../clock.js';
import { renewCard } from './ask.js';

/** Several keys of a card change with one snapshot: they are renewed together. */
const pauseMs = 500;

/** Listens while the page is shown and `enabled`; the browser comes back to a stream that ended by itself. */
export const useLivePrices = (cardId: string, enabled: boolean): void =>
  useEffect(() => {
    if (!enabled) return undefined;
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
  }, [cardId, enabled]);
