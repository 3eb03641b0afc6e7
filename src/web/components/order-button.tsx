/** A button that orders something from the server, and says beside it what came of it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useCommandKey } from '../idempotency-key.js';

export const OrderButton = ({
  send,
  busy: busyText,
  label,
  children,
}: {
  /** What it resolves with is said, if it is a text; nothing where the page shows it. */
  readonly send: (idempotencyKey: string) => Promise<unknown>;
  readonly busy?: string;
  /** For screen readers, where the text alone does not say what it is about. */
  readonly label?: string;
  readonly children: ComponentChildren;
}) => {
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<{ readonly text: string; readonly failed: boolean }>({ text: '', failed: false });
  const key = useCommandKey();
  const order = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    say({ text: '', failed: false });
    try {
      const done = await send(key.next());
      key.settle(null);
      say({ text: typeof done === 'string' ? done : '', failed: false });
    } catch (error) {
      key.settle(error);
      say({ text: error instanceof Error ? error.message : String(error), failed: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <span class="order">
      <button type="button" aria-disabled={busy} aria-label={label} onClick={() => void order()}>
        {busy && busyText !== undefined ? busyText : children}
      </button>
      <span class={said.failed ? 'said failed' : 'said'} role={said.failed ? 'alert' : 'status'}>
        {said.text}
      </span>
    </span>
  );
};
