/** What came of an order, beside its button; screen readers say it. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

/** Returns the place where it is said, and how to say it. */
export const useSaid = (): readonly [VNode, (text: string) => void] => {
  const [text, say] = useState('');
  return [
    <span class="said" role="status">
      {text}
    </span>,
    say,
  ];
};
