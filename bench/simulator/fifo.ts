/** First in, first out, however long it grows. */
export interface Fifo<T> {
  push(item: T): void;
  first(): T | undefined;
  shift(): T | undefined;
  size(): number;
}

/** So many places at the front may be empty before the rest moves up. */
const EMPTY = 1_024;

export const createFifo = <T>(): Fifo<T> => {
  let items: T[] = [];
  let head = 0;
  return {
    push: (item) => {
      items.push(item);
    },
    first: () => items[head],
    shift: () => {
      if (head === items.length) return undefined;
      const item = items[head++]!;
      if (head > EMPTY && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    size: () => items.length - head,
  };
};
