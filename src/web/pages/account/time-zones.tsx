/** A field for a time zone, with those that the browser knows. */
import { useId } from 'preact/hooks';
import { TextField } from '../../components/fields.js';

const known = Intl.supportedValuesOf('timeZone');

/** The zone of the browser. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const TimeZones = ({
  name,
  value,
  hint,
}: {
  readonly name: string;
  readonly value: string;
  readonly hint?: string;
}) => {
  const list = useId();
  return (
    <>
      <TextField
        name={name}
        label="Time zone"
        autoComplete="off"
        list={list}
        value={value}
        {...(hint === undefined ? {} : { hint })}
      />
      <datalist id={list}>
        {known.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
};
