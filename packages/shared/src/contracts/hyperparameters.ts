import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false };

const earlyStopping = {
  metric: Type.Union([Type.Literal('validation-auc'), Type.Literal('validation-loss')], {
    description: 'What the best epoch is chosen by, and what patience waits for',
  }),
  patience: Type.Integer({
    minimum: 0,
    maximum: 100,
    description: 'Epochs without a gain before stopping; 0 = never stop early',
  }),
  minDelta: Type.Number({ minimum: 0, maximum: 1, description: 'The least change that counts as a gain' }),
};

const augmentation = {
  rotationDegrees: Type.Number({
    minimum: 0,
    maximum: 180,
    description: 'Random rotation within plus or minus this; 0 = off',
  }),
  zoom: Type.Number({ minimum: 0, maximum: 0.9, description: 'Random scale in [1 - zoom, 1 + zoom]; 0 = off' }),
  cropAreaMin: Type.Number({
    minimum: 0.05,
    maximum: 1,
    description: 'Least share of the area that a random crop keeps; 1 = off',
  }),
  aspect: Type.Number({ minimum: 1, maximum: 2, description: 'Random aspect ratio in [1 / aspect, aspect]; 1 = off' }),
  shift: Type.Number({ minimum: 0, maximum: 0.5, description: 'Random shift, as a fraction of the side; 0 = off' }),
  flip: Type.Boolean({ description: 'Mirror left to right half of the time' }),
  border: Type.Union([Type.Literal('edge'), Type.Literal('black')], {
    description: 'What lies outside the picture: its nearest pixel, or black',
  }),
  brightness: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'Random shift of brightness, as a fraction of full scale; 0 = off',
  }),
  contrast: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'Random contrast factor in [1 - contrast, 1 + contrast]; 0 = off',
  }),
  gamma: Type.Number({ minimum: 0, maximum: 1, description: 'Random gamma in [exp(-gamma), exp(gamma)]; 0 = off' }),
  noise: Type.Number({
    minimum: 0,
    maximum: 0.2,
    description: 'Gaussian noise of a random deviation up to this fraction of full scale; 0 = off',
  }),
};

const numbers = {
  imageSize: Type.Integer({ minimum: 32, maximum: 512, description: 'Side of the square model input in pixels' }),
  batchSize: Type.Integer({ minimum: 1, maximum: 256 }),
  epochs: Type.Integer({ minimum: 1, maximum: 500 }),
  learningRate: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: "Adam's learning rate at its highest" }),
  warmupEpochs: Type.Number({
    minimum: 0,
    maximum: 50,
    description: 'Epochs of linear rise from zero; fractions are fine; 0 = none',
  }),
  schedule: Type.Union([Type.Literal('constant'), Type.Literal('cosine')], { description: 'What follows the warm-up' }),
  weightDecay: Type.Number({ minimum: 0, maximum: 1, description: 'Decoupled weight decay; 0 = off' }),
  clipNorm: Type.Number({ minimum: 0, maximum: 1000, description: 'Limit of the global gradient norm; 0 = off' }),
  labelSmoothing: Type.Number({ minimum: 0, maximum: 0.4 }),
  classWeights: Type.Union([Type.Literal('none'), Type.Literal('balanced')], {
    description: 'balanced: each class weighs the same in the loss as a whole',
  }),
  averaging: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    description: 'Decay per step of the moving average of the weights; 0 = off',
  }),
};

const featurePasses = Type.Integer({
  minimum: 0,
  maximum: 32,
  description:
    'Networks with a frozen trunk: 0 = fresh augmented features every epoch; K = K cached augmentation passes, used in turn. 0 for all others',
});

const microBatch = Type.Integer({
  minimum: 0,
  maximum: 256,
  description:
    'A batch is computed in parts of at most this many images, which bounds memory; 0 = as many as fit 1 GB (256 MB without batch norm) by an estimate. Changes the result only of networks with batch norm, which go by the statistics of each part',
});

/** Every number of a training run, as recorded with the version. */
export const HyperparametersSchema = Type.Object(
  {
    ...numbers,
    // Versions made before there were frozen trunks do not have it, which means 0.
    featurePasses: Type.Optional(featurePasses),
    // As above.
    microBatch: Type.Optional(microBatch),
    earlyStopping: Type.Object(earlyStopping, strict),
    augmentation: Type.Object(augmentation, strict),
  },
  strict,
);
export type Hyperparameters = Static<typeof HyperparametersSchema>;
export type AugmentationParameters = Hyperparameters['augmentation'];

/** What a request may set of them; the rest comes from the recipe. */
export const HyperparameterOverridesSchema = Type.Partial(
  Type.Object({
    ...numbers,
    featurePasses,
    microBatch,
    earlyStopping: Type.Partial(Type.Object(earlyStopping), strict),
    augmentation: Type.Partial(Type.Object(augmentation), strict),
  }),
  strict,
);
export type HyperparameterOverrides = Static<typeof HyperparameterOverridesSchema>;
