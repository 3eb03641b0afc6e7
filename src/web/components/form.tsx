/**
 * Forms: labels, the API's `details` beside the field that they name, a busy state, and the focus on the first error. Fields
 * keep their text in the page until the form is done, so that a failure loses nothing.
 */
import { type ComponentChildren, createContext, type RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api.js';
import { useNow } from '../clock.js';
import { useCommandKey } from '../idempotency-key.js';
import type { Refusal } from '../session.js';
import './form.css';

/** The values of a form by the names of its fields. A field that is left empty is ''; a tick that is not set is missing. */
export interface Values {
  readonly text: (name: string) => string;
  readonly isTicked: (name: string) => boolean;
  /** Of several ticks with one name. */
  readonly all: (name: string) => readonly string[];
}

const valuesOf = (form: HTMLFormElement): Values => {
  const data = new FormData(form);
  return {
    text(name) {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    },
    isTicked: (name) => data.has(name),
    all: (name) => data.getAll(name).filter((value) => typeof value === 'string'),
  };
};

interface Failed {
  /** Of the form as a whole; `null` where every reason stands beside its field. */
  readonly text: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** A further try makes sense after them. */
  readonly waitS: number | null;
}

const none: Failed = { text: null, fields: {}, waitS: null };
/** What is wrong with fields, by their names. */
export const ReasonsContext = createContext<Failed['fields']>({});

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const controlsOf = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement ||
        element instanceof HTMLSelectElement ||
        element instanceof HTMLTextAreaElement) &&
      element.name !== '',
  );

/** Returns the control that a reason is about: `channels[0]` is about `channels`, and `when` about its first part. */
const controlFor = (controls: readonly Control[], field: string): Control | undefined => {
  const whole = field.replace(/\[\d+\]$/, '');
  return controls.find(({ name }) => name === whole) ?? controls.find(({ name }) => name.startsWith(`${whole}.`));
};

/** Returns what the browser says of fields that are not as they have to be. */
const invalidFields = (controls: readonly Control[]): Record<string, string> =>
  Object.fromEntries(
    controls.filter((control) => !control.validity.valid).map((control) => [control.name, control.validationMessage]),
  );

const reasonOf = (error: unknown): Omit<Refusal, 'retryAfterS'> =>
  error instanceof ApiError
    ? { code: error.code, detail: error.message, details: error.details }
    : { code: '', detail: error instanceof Error ? error.message : String(error), details: {} };

const isRefusal = (given: unknown): given is Refusal =>
  typeof given === 'object' && given !== null && 'retryAfterS' in given;

/** Returns what is shown of a failure: reasons beside their fields, and the rest above them. */
const failedOf = (given: unknown, controls: readonly Control[], prefix: string): Failed => {
  const { detail, details } = isRefusal(given) ? given : reasonOf(given);
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const [field, reason] of Object.entries(details)) {
    const own = field.startsWith(prefix) ? field.slice(prefix.length) : field;
    const control = controlFor(controls, own);
    if (control === undefined) rest.push(`${field}: ${reason}`);
    else fields[control.name] ??= reason;
  }
  const isBesideFields = Object.keys(fields).length > 0 && rest.length === 0;
  return { text: isBesideFields ? null : detail, fields, waitS: isRefusal(given) ? given.retryAfterS : null };
};

/** Counts down from the moment at which it is shown. */
const Wait = ({ seconds }: { readonly seconds: number }) => {
  const now = useNow(1_000);
  const shownAt = useRef(now);
  const left = Math.ceil(seconds - (now - shownAt.current) / 1_000);
  return <p>{left > 0 ? `Try again in ${left} s.` : 'Try again now.'}</p>;
};

/** Sends the values of the form. A refusal that it resolves with is a failure, and so is what it throws. */
type Send = (values: Values, idempotencyKey: string) => Promise<unknown>;

type FormRef = RefObject<HTMLFormElement>;

/** Moves the focus to the first field with a reason, or to the text above the fields. */
const useFocusOnFailure = (form: FormRef, failed: Failed): RefObject<HTMLDivElement> => {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failed === none || form.current === null) return;
    const first = controlsOf(form.current).find(({ name }) => name in failed.fields);
    // A field within closed options takes no focus.
    first?.closest('details')?.setAttribute('open', '');
    (failed.text === null ? first : summary.current)?.focus();
  }, [failed]);
  return summary;
};

/** Tells the values at first, with each input, and when fields came or went. Returns how to tell them. */
const useValues = (form: FormRef, onValues: ((values: Values) => void) | undefined): (() => void) => {
  const tell = (): void => {
    if (form.current !== null) onValues?.(valuesOf(form.current));
  };
  const fieldsSeen = useRef('');
  useEffect(() => {
    if (form.current === null) return;
    const fields = controlsOf(form.current)
      .map(({ name }) => name)
      .join(' ');
    if (fields !== fieldsSeen.current) tell();
    fieldsSeen.current = fields;
  });
  return tell;
};

interface Terms {
  readonly send: Send;
  /** What the API writes before the names of the fields, such as `rule.`. */
  readonly prefix: string;
  /** The fields are as at first when it is done. */
  readonly clears: boolean;
}

const useSubmission = (form: FormRef, { send, prefix, clears }: Terms) => {
  const [failed, setFailed] = useState(none);
  const [busy, setBusy] = useState(false);
  /** Fields that were changed since their reasons were told. */
  const [mended, setMended] = useState<readonly string[]>([]);
  const key = useCommandKey();
  const tell = (next: Failed): void => {
    setMended([]);
    setFailed(next);
  };
  const fail = (given: unknown): void => {
    if (form.current !== null) tell(failedOf(given, controlsOf(form.current), prefix));
  };
  const sendValues = async (values: Values): Promise<void> => {
    tell(none);
    setBusy(true);
    try {
      const done = await send(values, key.next());
      key.settle(null);
      if (isRefusal(done)) fail(done);
      else if (clears) form.current?.reset();
    } catch (error) {
      key.settle(error);
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // Events of a dialog reach the form around its button.
    event.stopPropagation();
    if (form.current === null || busy) return;
    const fields = invalidFields(controlsOf(form.current));
    if (Object.keys(fields).length > 0) tell({ text: null, fields, waitS: null });
    else void sendValues(valuesOf(form.current));
  };
  const reasons = Object.fromEntries(Object.entries(failed.fields).filter(([name]) => !mended.includes(name)));
  const mend = (name: string): void => {
    key.drop();
    if (name in reasons) setMended([...mended, name]);
  };
  return { failed, reasons, busy, submit, mend };
};

export const Form = ({
  send,
  button,
  busy: busyText = 'Sending …',
  label,
  prefix = '',
  onValues,
  isDangerous = false,
  clears = false,
  children,
  beside,
}: Partial<Terms> & {
  readonly send: Send;
  /** The text of its button. */
  readonly button: string;
  /** The same while it is on its way. */
  readonly busy?: string;
  /** What the form is for, where no heading says it. */
  readonly label?: string;
  /** Hears of the values, at first and with each change. */
  readonly onValues?: (values: Values) => void;
  readonly isDangerous?: boolean;
  readonly children: ComponentChildren;
  /** Beside the button. */
  readonly beside?: ComponentChildren;
}) => {
  const form = useRef<HTMLFormElement>(null);
  const { failed, reasons, busy, submit, mend } = useSubmission(form, { send, prefix, clears });
  const summary = useFocusOnFailure(form, failed);
  const tell = useValues(form, onValues);
  const onInput = ({ target }: Event): void => {
    mend((target as Control).name);
    tell();
  };
  return (
    <form ref={form} class="form" noValidate aria-label={label} aria-busy={busy} onSubmit={submit} onInput={onInput}>
      {failed.text === null ? null : (
        <div ref={summary} class="notice failure" role="alert" tabIndex={-1}>
          <p>{failed.text}</p>
          {failed.waitS === null ? null : <Wait seconds={failed.waitS} />}
        </div>
      )}
      <ReasonsContext.Provider value={reasons}>{children}</ReasonsContext.Provider>
      <div class="buttons">
        <button class={isDangerous ? 'dangerous' : 'main'} disabled={busy}>
          {busy ? busyText : button}
        </button>
        {beside}
      </div>
    </form>
  );
};
