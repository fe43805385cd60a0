import { useId } from 'react';
import { type OverrideField, overrideFields } from './override-fields.ts';

interface OverrideInputsProps {
  given: Readonly<Record<string, string>>;
  onChange: (given: Record<string, string>) => void;
}

const FIRST: readonly string[] = ['epochs', 'imageSize', 'batchSize', 'learningRate'];

const nameOf = (path: string): string => (path.split('.').at(-1) ?? path).replace(/([A-Z])/g, ' $1').toLowerCase();

const rangeOf = ({ minimum, maximum }: OverrideField): string =>
  minimum === undefined || maximum === undefined ? '' : `, ${minimum} to ${maximum}`;

interface InputProps {
  field: OverrideField;
  value: string;
  onChange: (value: string) => void;
}

const OverrideInput = ({ field, value, onChange }: InputProps) => {
  const id = useId();
  const { type, choices, minimum, maximum, words } = field;
  const options = type === 'boolean' ? ['true', 'false'] : choices;
  return (
    <span className="field">
      <label htmlFor={id}>
        {nameOf(field.path)}
        {rangeOf(field)}
      </label>
      {options.length > 0 ? (
        <select
          id={id}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          aria-describedby={`${id}-words`}
        >
          <option value="">as the recipe</option>
          {options.map((option) => (
            <option key={option} value={option}>
              {option === 'true' ? 'yes' : option === 'false' ? 'no' : option}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type="number"
          step={type === 'integer' ? 1 : 'any'}
          min={minimum}
          max={maximum}
          value={value}
          placeholder="as the recipe"
          aria-describedby={`${id}-words`}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      <span id={`${id}-words`} className="quiet small">
        {words}
      </span>
    </span>
  );
};

const GROUPS: readonly (readonly [string, (path: string) => boolean])[] = [
  ['Steps', (path) => !path.includes('.') && !FIRST.includes(path)],
  ['Early stopping', (path) => path.startsWith('earlyStopping.')],
  ['Augmentation', (path) => path.startsWith('augmentation.')],
];

/** Numbers of the recipe that may be set otherwise: the usual four at hand, the others folded away. */
export const OverrideInputs = ({ given, onChange }: OverrideInputsProps) => {
  const input = (field: OverrideField) => (
    <OverrideInput
      key={field.path}
      field={field}
      value={given[field.path] ?? ''}
      onChange={(value) => onChange({ ...given, [field.path]: value })}
    />
  );
  const set = Object.values(given).filter((value) => value.trim() !== '').length;
  return (
    <>
      <div className="override-fields">{overrideFields.filter(({ path }) => FIRST.includes(path)).map(input)}</div>
      {GROUPS.map(([title, holds]) => (
        <details key={title}>
          <summary>{title}</summary>
          <div className="override-fields">{overrideFields.filter(({ path }) => holds(path)).map(input)}</div>
        </details>
      ))}
      <p className="small quiet" role="status">
        {set === 0 ? 'All as the recipe has them.' : `${set} set otherwise; every number is recorded with the version.`}
      </p>
    </>
  );
};
