import { micromark } from 'micromark'
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table'
import { visible } from '../visible.ts'

/**
 * A person's CommonMark as HTML without anything that could act: raw HTML is shown as text, a link is shown with its
 * address and leads nowhere, a picture is its description. Headings begin below those of the report.
 */
export function markdownHtml(text: string): string {
  const lines = text.replaceAll('\t', '    ').split(/\r\n|\r|\n/)
  const shown = lines.map(visible).join('\n')
  const html = micromark(shown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] })
  return html
    .replace(/<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? \/>/g, (_, src, alt) => `[picture: ${alt}] (${src})`)
    .replace(/<a href="([^"]*)"(?: title="[^"]*")?>([\s\S]*?)<\/a>/g, (_, href: string, said: string) =>
      href === '' || said === href ? said : `${said} <code>${href}</code>`,
    )
    .replace(/(<\/?h)([1-6])>/g, (_, tag: string, level: string) => `${tag}${Math.min(6, Number(level) + 2)}>`)
    .replace(/ align="(left|right|center)"/g, ' class="$1"')
}
