/** Cuts the text of an event stream into the data of its `job` events, however it is broken into pieces. */
export const createEventText = (): ((piece: string) => string[]) => {
  let rest = '';
  return (piece) => {
    const parts = (rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    rest = parts.pop() ?? '';
    return parts.flatMap((part) => {
      const lines = part.split('\n');
      if (!lines.includes('event: job')) return [];
      const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length));
      return data.length === 0 ? [] : [data.join('\n')];
    });
  };
};
