import { isIPv4, isIPv6 } from 'node:net'

/**
 * An address in one writing: IPv6 as RFC 5952 has it, what is an IPv4 address in IPv6 as that, and without what people put
 * between its parts so that nothing makes a link of it (203[.]0[.]113[.]5); other text as it is.
 */
export function oneAddress(text: string): string {
  const plain = text.replace(/[[({](?:\.|dot)[\])}]/gi, '.').replace(/\[(:+)\]/g, '$1')
  const dotted = plain.replace(/(?<=\d)[-_](?=\d)/g, '.')
  if (isIPv4(dotted)) return dotted
  if (!isIPv6(plain) || plain.includes('%')) return text
  const short = new URL(`http://[${plain}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short)
  if (mapped === null) return short
  const [high, low] = mapped.slice(1).map((group) => Number.parseInt(group, 16)) as [number, number]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
