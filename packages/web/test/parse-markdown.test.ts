import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown } from '../src/models/card/parse-markdown.ts';

describe('the Markdown of model cards', () => {
  it('knows headings, paragraphs, lists, tables and pictures', () => {
    const text = [
      '# Card: `v1`',
      '',
      'One line',
      'and its next.',
      '',
      '- a',
      '- b',
      '',
      '| figure | test |',
      '| --- | --- |',
      '| AUC | 0.9 \\| 1 |',
      '',
      '![ROC](card/roc.svg)',
    ].join('\n');
    expect(parseMarkdown(text)).toEqual([
      { type: 'heading', level: 1, text: 'Card: `v1`' },
      { type: 'paragraph', text: 'One line and its next.' },
      { type: 'list', items: ['a', 'b'] },
      { type: 'table', head: ['figure', 'test'], rows: [['AUC', '0.9 \\| 1']] },
      { type: 'picture', words: 'ROC', address: 'card/roc.svg' },
    ]);
  });

  it('parts a heading from what follows at once', () => {
    expect(parseMarkdown('## Data\ntext')).toEqual([
      { type: 'heading', level: 2, text: 'Data' },
      { type: 'paragraph', text: 'text' },
    ]);
  });

  it('turns marks into parts, and escapes and entities into what they stand for', () => {
    expect(parseInline('**no** `a|b` *but* 2 \\* 3 &lt;b&gt; \\[x\\]')).toEqual([
      { mark: 'strong', text: 'no' },
      { mark: 'text', text: ' ' },
      { mark: 'code', text: 'a|b' },
      { mark: 'text', text: ' ' },
      { mark: 'emphasis', text: 'but' },
      { mark: 'text', text: ' 2 * 3 <b> [x]' },
    ]);
  });

  it('takes an entity once: what was escaped twice stays text', () => {
    expect(parseInline('&amp;lt;')).toEqual([{ mark: 'text', text: '&lt;' }]);
  });
});
