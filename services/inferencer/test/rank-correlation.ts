/** Rank of each value from 0, the mean rank for equal ones. */
function ranksOf(values: Float32Array): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let index = from; index < to; index++) ranks[order[index]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Spearman's rank correlation, 0 where one side is all alike. */
export function rankCorrelation(a: Float32Array, b: Float32Array): number {
  const [left, right] = [ranksOf(a), ranksOf(b)];
  const mean = (a.length - 1) / 2;
  let [product, squaresLeft, squaresRight] = [0, 0, 0];
  left.forEach((rank, index) => {
    product += (rank - mean) * (right[index]! - mean);
    squaresLeft += (rank - mean) ** 2;
    squaresRight += (right[index]! - mean) ** 2;
  });
  return squaresLeft === 0 || squaresRight === 0 ? 0 : product / Math.sqrt(squaresLeft * squaresRight);
}
