/** Why the answer could not be computed here, and what to do about it. */
export class ReproductionError extends Error {
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReproductionError';
    this.advice = advice;
  }
}
