import '../styles/viewer.css';
import { EXPLANATION_WORDS } from '@pneumo/shared/contracts';
import { useState } from 'react';
import { FilmCanvas } from './film-canvas.tsx';
import { RangeField } from './range-field.tsx';
import { WHOLE, zoomed } from './view-box.ts';
import { WHOLE_RANGE } from './window-level.ts';

interface FilmViewerProps {
  picture: ImageBitmap | undefined;
  heatmap?: ImageBitmap | undefined;
  contour?: readonly (readonly number[])[] | undefined;
  label: string;
  /** Said instead of a picture. */
  placeholder: string;
}

/** A film with zoom, window and level, and where there is one its heat map. */
export const FilmViewer = ({ picture, heatmap, contour, label, placeholder }: FilmViewerProps) => {
  const [box, setBox] = useState(WHOLE);
  const [greys, setGreys] = useState(WHOLE_RANGE);
  const [heatOpacity, setHeatOpacity] = useState(0.5);
  if (picture === undefined) return <div className="film-place">{placeholder}</div>;
  const isChanged = box !== WHOLE || greys !== WHOLE_RANGE;
  return (
    <div className="viewer">
      <FilmCanvas {...{ picture, heatmap, contour, heatOpacity, greys, box, label }} onBox={setBox} />
      {heatmap === undefined ? null : (
        <div className="heat-controls">
          <RangeField
            label="Heat map"
            value={Math.round(heatOpacity * 100)}
            unit=" %"
            max={100}
            onChange={(value) => setHeatOpacity(value / 100)}
          />
          <p className="small quiet">
            Heat map{contour === undefined ? '' : ', and a line around the strongest part'}: {EXPLANATION_WORDS}.
          </p>
        </div>
      )}
      <div className="row viewer-tools">
        <button type="button" aria-label="Zoom out" onClick={() => setBox((now) => zoomed(now, 0.8))}>
          −
        </button>
        <span className="numbers small zoom-figure">{Math.round(box.zoom * 100)} %</span>
        <button type="button" aria-label="Zoom in" onClick={() => setBox((now) => zoomed(now, 1.25))}>
          +
        </button>
        <button
          type="button"
          aria-pressed={greys.isInverted}
          onClick={() => setGreys((now) => ({ ...now, isInverted: !now.isInverted }))}
        >
          Invert
        </button>
        <button
          type="button"
          disabled={!isChanged}
          onClick={() => {
            setBox(WHOLE);
            setGreys(WHOLE_RANGE);
          }}
        >
          Reset
        </button>
      </div>
      <div className="grey-controls">
        <RangeField
          label="Window"
          value={Math.round(greys.width)}
          min={10}
          max={255}
          onChange={(width) => setGreys((now) => ({ ...now, width }))}
        />
        <RangeField
          label="Level"
          value={Math.round(greys.level)}
          max={255}
          onChange={(level) => setGreys((now) => ({ ...now, level }))}
        />
      </div>
    </div>
  );
};
