/** Which colour is which class. */
export const ClassLegend = () => (
  <p className="legend small">
    <span className="key key-normal">normal</span>
    <span className="key key-pneumonia">pneumonia</span>
  </p>
);
