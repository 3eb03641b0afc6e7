/** Which lines the chart shows, and what its signs mean. */
import { lineColour } from '../../chart/chart-colours.js';
import { keyId, keyName, type PriceKey } from '../../chart/price-keys.js';

export const Legend = ({
  keys,
  main,
  shown,
  toggle,
}: {
  readonly keys: readonly PriceKey[];
  readonly main: PriceKey;
  /** Ids of the lines beside the main one. */
  readonly shown: readonly string[];
  readonly toggle: (id: string) => void;
}) => (
  <div class="buttons legend" role="group" aria-label="Lines of the chart">
    {keys.map((key, at) => {
      const id = keyId(key);
      const isMain = id === keyId(main);
      return (
        <button
          key={id}
          type="button"
          class="small"
          aria-pressed={isMain || shown.includes(id)}
          disabled={isMain}
          onClick={() => toggle(id)}
        >
          <i class="swatch" style={{ background: lineColour(at) }} aria-hidden="true" /> {keyName(key)}{' '}
          <small>{key.source}</small>
        </button>
      );
    })}
  </div>
);

export const Signs = () => (
  <p class="signs">
    <small>
      <i class="sign flat" aria-hidden="true" /> flat: unchanged, with a tick for each look ·{' '}
      <i class="sign hatched" aria-hidden="true" /> hatched: we were not looking ·{' '}
      <i class="sign end" aria-hidden="true" /> the line ends: withdrawn by the source
    </small>
  </p>
);
