import { isIPv6 } from 'node:net'

/** An address in one writing: IPv6 as RFC 5952 has it, and what is an IPv4 address in IPv6 as that; other text as it is. */
export function oneAddress(text: string): string {
  if (!isIPv6(text) || text.includes('%')) return text
  const short = new URL(`http://[${text}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short)
  if (mapped === null) return short
  const [high, low] = mapped.slice(1).map((group) => Number.parseInt(group, 16)) as [number, number]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
