/**
 * Networks as regular expressions (RE2) over addresses as text: the inet extension of DuckDB cannot be loaded offline,
 * and a test of text never fails on text that is no address. Every spelling of an IPv6 address is covered: leading
 * zeros, either case, `::` wherever zeros allow it, a dotted IPv4 tail.
 */
export function parseNetwork(text: string): { readonly pattern: string } | null | string {
  const slash = text.indexOf('/')
  const address = slash < 0 ? text : text.slice(0, slash)
  const four = parseIp4(address)
  const six = four ? null : parseIp6(address)
  if (!four && !six) return null
  const widest = four ? 32 : 128
  const bits = slash < 0 ? widest : prefixLength(text.slice(slash + 1))
  if (bits === null || bits > widest)
    return `'${text.slice(0, 60)}' is no network: an IPv${four ? 4 : 6} network ends in /0 to /${widest}`
  if (four) return { pattern: whole([ip4(four, bits), ...mapped(four, bits)]) }
  const groups = six as readonly number[]
  const isMapped = bits >= 96 && groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) return { pattern: whole([ip4(octets(groups), bits - 96), ...ip6(groups, bits)]) }
  return { pattern: whole(ip6(groups, bits)) }
}

/** Four numbers, or null where the text is no IPv4 address in its usual form. */
export function parseIp4(text: string): readonly number[] | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text)) return null
  const parts = text.split('.').map(Number)
  return parts.every((part) => part <= 255) ? parts : null
}

/** Eight numbers of 16 bits, or null where the text is no IPv6 address. */
export function parseIp6(text: string): readonly number[] | null {
  if (text.length > 45 || !text.includes(':')) return null
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const four = tail ? parseIp4(tail[2] as string) : null
  if (tail && !four) return null
  const hex = four ? `${tail?.[1]}${join(four, 0)}:${join(four, 2)}` : text
  const halves = hex.split('::')
  if (halves.length > 2) return null
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  if (!groups.flat().every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  const left = (groups[0] ?? []).map((group) => Number.parseInt(group, 16))
  const right = (groups[1] ?? []).map((group) => Number.parseInt(group, 16))
  if (halves.length === 1) return left.length === 8 ? left : null
  const zeros = 8 - left.length - right.length
  return zeros >= 1 ? [...left, ...new Array<number>(zeros).fill(0), ...right] : null
}

function join(four: readonly number[], at: number): string {
  return ((four[at] as number) * 256 + (four[at + 1] as number)).toString(16)
}

function prefixLength(text: string): number | null {
  return /^\d{1,3}$/.test(text) ? Number(text) : null
}

function whole(alternatives: readonly string[]): string {
  return `(?i)^(?:${alternatives.join('|')})$`
}

function mapped(four: readonly number[], bits: number): readonly string[] {
  const words = [four.slice(0, 2), four.slice(2)].map(([high, low]) => (high as number) * 256 + (low as number))
  return ip6([0, 0, 0, 0, 0, 0xffff, ...words], 96 + bits)
}

function octets(groups: readonly number[]): readonly number[] {
  return groups.slice(6).flatMap((group) => [group >> 8, group & 255])
}

function ip4(four: readonly number[], bits: number): string {
  return four.map((octet, index) => octetPattern(octet, fixedBits(bits, index, 8))).join('\\.')
}

/** One alternative for each place and length of `::` that the network allows, for hexadecimal and for dotted tails. */
function ip6(groups: readonly number[], bits: number): readonly string[] {
  const group = groups.map((value, index) => groupPattern(value, fixedBits(bits, index, 16)))
  const dotted = ip4(octets(groups), Math.max(0, bits - 96))
  return [...spellings(group, null), ...spellings(group.slice(0, 6), dotted)]
}

function spellings(groups: readonly Group[], tail: string | null): readonly string[] {
  const rest = (from: number) =>
    [...groups.slice(from).map((group) => group.pattern), ...(tail ? [tail] : [])].join(':')
  const all = [rest(0)]
  for (let from = 0; from < groups.length; from++) {
    for (let to = from + 1; to <= groups.length && groups[to - 1]?.maybeZero; to++) {
      const left = groups.slice(0, from).map((group) => group.pattern)
      all.push(`${left.join(':')}::${rest(to)}`)
    }
  }
  return all
}

function fixedBits(bits: number, index: number, width: number): number {
  return Math.min(width, Math.max(0, bits - index * width))
}

function octetPattern(value: number, fixed: number): string {
  if (fixed === 0) return '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
  return `(?:${block(value, fixed, 8).join('|')})`
}

interface Group {
  readonly pattern: string
  readonly maybeZero: boolean
}

/** Four hexadecimal digits of which those in front may be left out while all of them are zero. */
function groupPattern(value: number, fixed: number): Group {
  let pattern = ''
  let maybeZero = true
  for (let digit = 0; digit < 4; digit++) {
    const nibbles = block((value >> (12 - digit * 4)) & 15, fixedBits(fixed, digit, 4), 4)
    const own = `[${nibbles.map((nibble) => nibble.toString(16)).join('')}]`
    pattern = pattern && maybeZero ? `(?:${pattern})?${own}` : `${pattern}${own}`
    maybeZero &&= nibbles[0] === 0
  }
  return { pattern, maybeZero }
}

/** All numbers of a width in bits that share the first bits with a value. */
function block(value: number, fixed: number, width: number): readonly number[] {
  const size = 2 ** (width - fixed)
  const first = Math.floor(value / size) * size
  return Array.from({ length: size }, (_, index) => first + index)
}
