import { isIP } from 'node:net'

/** A block of addresses: how many bits are fixed, and which. */
interface Block {
  readonly family: 4 | 6
  readonly start: bigint
  readonly bits: number
}

/** Whether an address, or a block of them, lies in a network as policies write it: 203.0.113.0/24, 2001:db8::/32, one address. */
export function isInNetwork(value: string, network: string): boolean {
  const [inner, outer] = [blockOf(value), blockOf(network)]
  if (inner === null || outer === null || inner.family !== outer.family || inner.bits < outer.bits) return false
  const free = BigInt(width(outer.family) - outer.bits)
  return inner.start >> free === outer.start >> free
}

/** Which part of all IPv4 or IPv6 addresses the networks hold together, the larger of both, from 0 to 1. */
export function shareOfInternet(networks: readonly string[]): number {
  const blocks = networks.map(blockOf).filter((block) => block !== null)
  return Math.max(
    ...([4, 6] as const).map((family) =>
      share(
        blocks.filter((block) => block.family === family),
        family,
      ),
    ),
  )
}

function share(blocks: readonly Block[], family: 4 | 6): number {
  const ranges = blocks
    .map(({ start, bits }) => ({ from: start, to: start + (1n << BigInt(width(family) - bits)) }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  let [sum, reached] = [0n, 0n]
  for (const { from, to } of ranges) {
    if (to <= reached) continue
    sum += to - (from > reached ? from : reached)
    reached = to
  }
  return Number(sum) / 2 ** width(family)
}

function blockOf(text: string): Block | null {
  const [address = '', length] = text.split('/')
  const family = isIP(address)
  if (family !== 4 && family !== 6) return null
  const bits = length === undefined ? width(family) : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (!(bits >= 0 && bits <= width(family))) return null
  const free = BigInt(width(family) - bits)
  return { family, start: (numberOf(address, family) >> free) << free, bits }
}

function numberOf(address: string, family: 4 | 6): bigint {
  if (family === 4) return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
  const mapped = address.replace(/%.*$/, '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const pair = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16)
    return `${pair(a, b)}:${pair(c, d)}`
  })
  const [head = '', tail] = mapped.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group || '0'}`), 0n)
}

function width(family: 4 | 6): number {
  return family === 4 ? 32 : 128
}
