import '../styles/viewer.css';

interface RangeFieldProps {
  label: string;
  value: number;
  min?: number;
  max: number;
  unit?: string;
  onChange: (value: number) => void;
}

/** A slider with its name and its value. */
export const RangeField = ({ label, value, min = 0, max, unit = '', onChange }: RangeFieldProps) => (
  <label className="range-field">
    <span>{label}</span>
    <input
      type="range"
      min={min}
      max={max}
      value={value}
      aria-valuetext={`${value}${unit}`}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
    <output className="numbers">
      {value}
      {unit}
    </output>
  </label>
);
