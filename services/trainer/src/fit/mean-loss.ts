/** Mean cross-entropy of logits [normal, pneumonia] against labels 0 or 1, without weights or smoothing. */
export const meanLoss = (logits: readonly (readonly [number, number])[], labels: readonly number[]): number => {
  let sum = 0;
  logits.forEach(([normal, pneumonia], index) => {
    const highest = Math.max(normal, pneumonia);
    const logSum = highest + Math.log(Math.exp(normal - highest) + Math.exp(pneumonia - highest));
    sum += logSum - (labels[index] === 1 ? pneumonia : normal);
  });
  return sum / logits.length;
};
