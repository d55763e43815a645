import { visible } from '../../../shared/visible.ts'

/** Text of a log as one line of Markdown: no markup, no HTML, no link is made of it. */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/:\/\//g, ':&#47;/')
    .replace(/@/g, '&#64;')
    .replace(/\bwww\./gi, (word) => `${word.slice(0, 3)}&#46;`)
    .replace(/^(\s*)([-=])/, '$1\\$2')
    .replace(/^(\s*\d+)\./, '$1\\.')
}

/** Lines as a block of code, whatever backticks are in them. */
export function markdownCode(text: string, language = ''): string {
  const lines = text.split('\n').map(visible).join('\n')
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${lines}\n${fence}\n`
}
