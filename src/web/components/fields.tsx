/** The fields of a form: a label, a hint, and the reason of a failure beside each. */
import type { ComponentChildren } from 'preact';
import { useContext, useId } from 'preact/hooks';
import { ReasonsContext } from './form.js';

interface FieldProps {
  /** As the API names it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
}

/** Draws a label, a hint and the reason of a failure around a control, and gives the control what joins them. */
const Field = ({
  name,
  label,
  hint,
  children,
}: FieldProps & {
  readonly children: (joined: {
    readonly id: string;
    readonly name: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid'?: true;
  }) => ComponentChildren;
}) => {
  const id = useId();
  const reason = useContext(ReasonsContext)[name];
  const described = [hint === undefined ? '' : `${id}-hint`, reason === undefined ? '' : `${id}-reason`]
    .filter((each) => each !== '')
    .join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        name,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(reason === undefined ? {} : { 'aria-invalid': true as const }),
      })}
      {hint === undefined ? null : (
        <small id={`${id}-hint`} class="hint">
          {hint}
        </small>
      )}
      {reason === undefined ? null : (
        <small id={`${id}-reason`} class="reason">
          {reason}
        </small>
      )}
    </div>
  );
};

export const TextField = ({
  name,
  label,
  hint,
  value = '',
  isOptional = false,
  ...input
}: FieldProps & {
  readonly type?: 'date' | 'email' | 'number' | 'password' | 'text' | 'time' | 'url';
  readonly value?: number | string;
  readonly isOptional?: boolean;
  readonly autoComplete?: 'current-password' | 'email' | 'name' | 'new-password' | 'off' | 'username';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly step?: number | string;
  readonly placeholder?: string;
  readonly pattern?: string;
  readonly list?: string;
  readonly inputMode?: 'decimal' | 'numeric' | 'text';
}) => (
  <Field name={name} label={label} {...(hint === undefined ? {} : { hint })}>
    {(joined) => <input {...input} {...joined} defaultValue={String(value)} required={!isOptional} />}
  </Field>
);

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export const SelectField = ({
  name,
  label,
  hint,
  value,
  choices,
}: FieldProps & { readonly value?: string; readonly choices: readonly Choice[] }) => (
  <Field name={name} label={label} {...(hint === undefined ? {} : { hint })}>
    {(joined) => (
      <select {...joined}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    )}
  </Field>
);

export const Tick = ({
  name,
  value = 'on',
  isTicked = false,
  children,
}: {
  readonly name: string;
  readonly value?: string;
  readonly isTicked?: boolean;
  readonly children: ComponentChildren;
}) => (
  <label class="inline">
    <input type="checkbox" name={name} value={value} defaultChecked={isTicked} /> {children}
  </label>
);

/** Several ticks with one name. */
export const Ticks = ({
  name,
  label,
  hint,
  choices,
  ticked,
}: FieldProps & { readonly choices: readonly Choice[]; readonly ticked: readonly string[] }) => {
  const id = useId();
  const reason = useContext(ReasonsContext)[name];
  return (
    <fieldset class="field" aria-describedby={hint === undefined ? undefined : id}>
      <legend>{label}</legend>
      {choices.map(({ value, text }) => (
        <Tick key={value} name={name} value={value} isTicked={ticked.includes(value)}>
          {text}
        </Tick>
      ))}
      {hint === undefined ? null : (
        <small id={id} class="hint">
          {hint}
        </small>
      )}
      {reason === undefined ? null : <small class="reason">{reason}</small>}
    </fieldset>
  );
};
