/** Longer than account numbers, IPv4 addresses and most words: what may go on in another line. */
const name = /\S{16,}/g

/** Escaped text in which names such as ARNs, paths and actions go on in the next line where their parts meet; copied, they are whole. */
export function breakable(html: string): string {
  return html.replace(name, (each) => each.replace(/[:/_]+(?=[^:/_])|[a-z](?=[A-Z])/g, '$&<wbr>'))
}
