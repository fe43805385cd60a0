/** What runs in a browser as well: no Node import anywhere below. */
export { pixelHashHead, readCanonicalForm } from './canonical-form.ts';
export { differenceHash, hashDistance } from './difference-hash.ts';
export { PREPROCESSING, type Preprocessing, preprocessingFor, toModelInput, toModelInputBytes } from './model-input.ts';
export { drawPhantom, type Phantom, type PhantomOpacity, type PhantomOptions } from './phantom/draw-phantom.ts';
export { unfilterGrey } from './png-filter.ts';
export { fitWithin, resizeGrey } from './resize-grey.ts';
