/** Leads through a list page by page. */
import type { Schemas } from '../api.js';
import { count } from '../format.js';

export const Pages = ({
  of: { total, limit, offset, has_more: hasMore },
  go,
}: {
  readonly of: Schemas['Pagination'];
  readonly go: (offset: number) => void;
}) =>
  total <= limit ? null : (
    <nav class="pages" aria-label="Pages of the list">
      <button type="button" disabled={offset === 0} onClick={() => go(Math.max(0, offset - limit))}>
        Back
      </button>
      <span>
        {count(offset + 1)}–{count(Math.min(total, offset + limit))} of {count(total)}
      </span>
      <button type="button" disabled={!hasMore} onClick={() => go(offset + limit)}>
        On
      </button>
    </nav>
  );
