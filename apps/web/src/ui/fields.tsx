/** Labelled inputs. */
import { type ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
}

function Field({
  label,
  hint,
  id,
  children,
}: FieldProps & { readonly id: string; readonly children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && <small>{hint}</small>}
    </div>
  );
}

interface NumberProps extends FieldProps {
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
  /** Shown where nothing is given. */
  readonly placeholder?: string;
}

export function NumberField({
  label,
  hint,
  value,
  onChange,
  min = 1,
  max,
  step = 1,
  placeholder,
}: NumberProps) {
  const id = useId();
  const read = (text: string): void => {
    const found = Number(text);
    if (text.trim() === '') onChange(undefined);
    else if (Number.isFinite(found) && found >= min && (max === undefined || found <= max)) onChange(found);
  };
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        id={id}
        type="number"
        {...{ min, max, step, placeholder }}
        value={value ?? ''}
        onInput={({ currentTarget }) => read(currentTarget.value)}
      />
    </Field>
  );
}

interface SearchProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchField({ label, hint, value, onChange }: SearchProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        id={id}
        type="search"
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </Field>
  );
}

interface SelectProps extends FieldProps {
  readonly value: string;
  readonly options: readonly (string | readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
}

export function SelectField({ label, hint, value, options, onChange }: SelectProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint}>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => {
          const [word, text] = typeof option === 'string' ? [option, option] : option;
          return (
            <option key={word} value={word} selected={word === value}>
              {text}
            </option>
          );
        })}
      </select>
    </Field>
  );
}

interface SliderProps extends FieldProps {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}

export function SliderField({ label, value, min, max, step = 1, onChange }: SliderProps) {
  const id = useId();
  return (
    <div class="field slider">
      <label for={id}>{label}</label>
      <output for={id}>{value}</output>
      <input
        id={id}
        type="range"
        {...{ min, max, step, value }}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
    </div>
  );
}

interface FileProps extends FieldProps {
  readonly accept: string;
  readonly onFile: (file: File | undefined) => void;
}

export function FileField({ label, hint, accept, onFile }: FileProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        id={id}
        type="file"
        accept={accept}
        onChange={({ currentTarget }) => onFile(currentTarget.files?.[0] ?? undefined)}
      />
    </Field>
  );
}
