/** A button whose order cannot be taken back: a dialog asks first. */
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Form, type Values } from './form.js';

export const ConfirmButton = ({
  button,
  title,
  yes,
  isDangerous = true,
  send,
  children,
}: {
  readonly button: string;
  /** The question. */
  readonly title: string;
  /** The answer that does it, such as "Delete". */
  readonly yes: string;
  /** Something is lost by it. */
  readonly isDangerous?: boolean;
  readonly send: (values: Values, idempotencyKey: string) => Promise<void>;
  /** What follows from it, and fields. */
  readonly children: ComponentChildren;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const close = (): void => dialog.current?.close();
  return (
    <>
      <button type="button" class={isDangerous ? 'dangerous' : undefined} onClick={() => dialog.current?.showModal()}>
        {button}
      </button>
      <dialog ref={dialog} aria-labelledby={titleId}>
        <h2 id={titleId}>{title}</h2>
        <Form
          button={yes}
          isDangerous={isDangerous}
          send={async (values, key) => {
            await send(values, key);
            close();
          }}
          beside={
            <button type="button" onClick={close}>
              Cancel
            </button>
          }
        >
          {children}
        </Form>
      </dialog>
    </>
  );
};
