/** The alias of the version that answers the sample pictures of the page. */
export const PHANTOM = 'phantom';

/** Stands among the warnings of a version that was trained on drawings. */
export const DRAWINGS_WARNING =
  'This version was trained on drawings that a program made, not on X-rays: its answers say nothing about X-rays, and nothing about people.';

/** The code of that warning in every answer of such a version. */
export const TRAINED_ON_DRAWINGS = 'trained_on_drawings';

/** Whether an answer comes from a version that was trained on drawings. */
export const isFromDrawings = ({ warnings }: { readonly warnings: readonly { readonly code: string }[] }): boolean =>
  warnings.some(({ code }) => code === TRAINED_ON_DRAWINGS);
