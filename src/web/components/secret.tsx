/** Text that is shown once, or that is to be copied. */
import { useId, useRef, useState } from 'preact/hooks';

export const Secret = ({
  label,
  text,
  hint,
}: {
  readonly label: string;
  readonly text: string;
  readonly hint?: string;
}) => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      say('Copied.');
    } catch {
      // Pages that did not come by TLS may not write there.
      say('Press Ctrl+C or ⌘C: the text is selected.');
    }
  };
  return (
    <div class="secret">
      <label for={id}>{label}</label>
      <div class="secret-text">
        <input ref={input} id={id} readOnly value={text} spellcheck={false} onFocus={() => input.current?.select()} />
        <button type="button" onClick={() => void copy()} aria-label={`Copy: ${label}`}>
          Copy
        </button>
      </div>
      {hint === undefined ? null : <small>{hint}</small>}
      <small role="status">{said}</small>
    </div>
  );
};
