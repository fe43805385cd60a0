/** Words in which backticks mark what is typed, as the server writes them. */
export const WithCode = ({ words }: { words: string }) =>
  words.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
