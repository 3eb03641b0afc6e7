/** The controls of filters. Each is bound to a name of the address, so that a link leads to the same rows. */
import type { ComponentChildren } from 'preact';
import { filtersOf, withFilters } from '../filters.js';
import { useAddressQuery } from '../query.js';

/** The filters of the page's address, and how to change them. */
export interface Filters<N extends string> {
  readonly values: { readonly [name in N]?: string };
  /** Empty for none. */
  readonly value: (name: N) => string;
  /** `isReplaced`: the address is not kept in the history. */
  readonly set: (name: N, value: string, isReplaced?: boolean) => void;
  readonly reset: () => void;
}

export const useFilters = <N extends string>(names: readonly N[]): Filters<N> => {
  const [address, setAddress] = useAddressQuery();
  return {
    values: filtersOf(address, names),
    value: (name) => address.get(name)?.trim() ?? '',
    set: (name, value, isReplaced = false) =>
      setAddress(withFilters(address, { [name]: value }), { replace: isReplaced }),
    reset: () => setAddress(withFilters(address, Object.fromEntries(names.map((name) => [name, ''])))),
  };
};

interface Field<N extends string> {
  readonly of: Filters<N>;
  readonly name: N;
  readonly label: string;
}

type Options = readonly (readonly [value: string, text: string])[];

/** One of a few, all of them to be seen. The first is the API's default, and leaves the address clean. */
export const Choice = <N extends string>({ of, name, label, options }: Field<N> & { readonly options: Options }) => {
  const [[first] = ['']] = options;
  const chosen = of.value(name) || first;
  return (
    <div class="choice" role="group" aria-label={label}>
      {options.map(([value, text]) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen === value}
          onClick={() => of.set(name, value === first ? '' : value)}
        >
          {text}
        </button>
      ))}
    </div>
  );
};

/** One of many. The option without a value comes first. */
export const Select = <N extends string>({ of, name, label, options }: Field<N> & { readonly options: Options }) => (
  <label>
    {label}
    <select value={of.value(name)} onChange={({ currentTarget: { value } }) => of.set(name, value)}>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

/** A number, a day or a text, taken when the field is left or Enter pressed. */
export const Entry = <N extends string>({
  of,
  name,
  label,
  type,
  placeholder,
  step,
  isLive = false,
}: Field<N> & {
  readonly type: 'date' | 'number' | 'search';
  readonly placeholder?: string;
  readonly step?: string;
  /** Taken with each key, for a list that follows. */
  readonly isLive?: boolean;
}) => (
  <label>
    {label}
    <input
      type={type}
      class={type === 'number' ? 'short' : undefined}
      min={type === 'number' ? 0 : undefined}
      step={step}
      onInput={isLive ? ({ currentTarget: { value } }) => of.set(name, value, true) : undefined}
      placeholder={placeholder}
      value={of.value(name)}
      onChange={({ currentTarget: { value } }) => of.set(name, value)}
    />
  </label>
);

export const Check = <N extends string>({ of, name, label }: Field<N>) => (
  <label class="inline">
    <input
      type="checkbox"
      checked={of.value(name) === 'true'}
      onChange={({ currentTarget: { checked } }) => of.set(name, checked ? 'true' : '')}
    />
    {label}
  </label>
);

/** Filters that few visits need: open if one of them is set. */
export const MoreFilters = <N extends string>({
  of,
  names,
  children,
}: {
  readonly of: Filters<N>;
  readonly names: readonly N[];
  readonly children: ComponentChildren;
}) => {
  const set = names.filter((name) => of.value(name) !== '').length;
  return (
    <details class="more" open={set > 0}>
      <summary>More filters{set === 0 ? '' : ` (${set} set)`}</summary>
      <div class="controls">{children}</div>
    </details>
  );
};

/** Takes all filters out. */
export const ResetFilters = <N extends string>({ of }: { readonly of: Filters<N> }) =>
  Object.keys(of.values).length === 0 ? null : (
    <button type="button" onClick={of.reset}>
      Reset filters
    </button>
  );
