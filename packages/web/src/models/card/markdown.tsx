import { createElement, type ReactNode } from 'react';
import { DataTable } from '../../charts/data-table.tsx';
import { type Block, type Inline, parseInline, parseMarkdown } from './parse-markdown.ts';

interface MarkdownProps {
  text: string;
  /** Level of the page's heading above; those of the text come below it. */
  under: number;
  /** Where addresses of pictures start; those that would lead elsewhere are not shown. */
  picturesFrom: string;
}

const MARKS = { code: 'code', strong: 'strong', emphasis: 'em' } as const;

const InlineText = ({ mark, text }: Inline): ReactNode =>
  mark === 'text' ? text : createElement(MARKS[mark], {}, text);

const Text = ({ of }: { of: string }) => parseInline(of).map((part, place) => <InlineText key={place} {...part} />);

/** A path below; no scheme, no host, no way up. */
const isBelow = (address: string): boolean => /^[a-z0-9-]+(\/[a-z0-9-]+)*\.(svg|png)$/.test(address);

const shown = (block: Block, { under, picturesFrom }: Omit<MarkdownProps, 'text'>, heading: string): ReactNode => {
  switch (block.type) {
    case 'heading':
      return createElement(`h${Math.min(6, under + block.level)}`, {}, <Text of={block.text} />);
    case 'paragraph':
      return (
        <p>
          <Text of={block.text} />
        </p>
      );
    case 'list':
      return (
        <ul>
          {block.items.map((item, place) => (
            <li key={place}>
              <Text of={item} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <DataTable
          caption={heading}
          head={block.head.map((cell, place) => <Text key={place} of={cell} />)}
          rows={block.rows.map((row) => row.map((cell, place) => <Text key={place} of={cell} />))}
        />
      );
    case 'picture':
      return isBelow(block.address) ? (
        <img src={`${picturesFrom}${block.address}`} alt={block.words} width="320" height="320" loading="lazy" />
      ) : (
        <p>{block.words}</p>
      );
  }
};

/** Markdown as elements: what the text holds can only become text, never markup of the page. */
export const Markdown = ({ text, ...place }: MarkdownProps) => {
  let heading = 'Table';
  return parseMarkdown(text).map((block, index) => {
    if (block.type === 'heading')
      heading = parseInline(block.text)
        .map((part) => part.text)
        .join('');
    return (
      <div key={index} className="markdown-block">
        {shown(block, place, heading)}
      </div>
    );
  });
};
