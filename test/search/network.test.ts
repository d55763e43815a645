import { isIP } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseIp4, parseIp6, parseNetwork } from '../../shared/search/network.ts'
import { openEvents } from './events.ts'
import { randomFrom } from './random.ts'

let events: Awaited<ReturnType<typeof openEvents>>
beforeAll(async () => {
  events = await openEvents([])
})
afterAll(() => events.close())

const random = randomFrom(11)

/** Through a table: over a constant list the database compiles the expression for every row. */
async function matching(texts: readonly string[], pattern: string) {
  await events.ask('CREATE OR REPLACE TEMP TABLE address AS SELECT unnest(CAST($list AS JSON)::VARCHAR[]) AS text', {
    list: JSON.stringify(texts),
  })
  return events.ask('SELECT regexp_matches(text, $pattern) FROM address ORDER BY rowid', { pattern })
}

test.each<[text: string, groups: readonly number[] | null]>([
  ['::', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['::1', [0, 0, 0, 0, 0, 0, 0, 1]],
  ['2001:DB8::', [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0]],
  ['::ffff:198.51.100.7', [0, 0, 0, 0, 0, 0xffff, 0xc633, 0x6407]],
  ['1:2:3:4:5:6:7::', [1, 2, 3, 4, 5, 6, 7, 0]],
  ['1:2:3:4:5:6:7:8', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['1:2:3:4:5:6:7', null],
  ['1:2:3:4:5:6:7:8:9', null],
  ['1::2::3', null],
  [':::', null],
  [':1', null],
  ['1:', null],
  ['12345::', null],
  ['g::', null],
  ['::1.2.3', null],
  ['::1.2.3.256', null],
  ['1.2.3.4::', null],
  ['fe80::1%eth0', null],
  ['', null],
])('%s is read as %j', (text, groups) => {
  expect(parseIp6(text)).toEqual(groups)
})

test.each([
  ['198.51.100.7', [198, 51, 100, 7]],
  ['0.0.0.0', [0, 0, 0, 0]],
  ['256.1.1.1', null],
  ['01.1.1.1', null],
  ['1.1.1', null],
  ['1.1.1.1.', null],
  ['1.1.1.1.1', null],
])('%s is read as %j', (text, octets) => {
  expect(parseIp4(text)).toEqual(octets)
})

test('it agrees with Node on what an address is', () => {
  const pieces = ['::', ':', '0', '1', 'ffff', 'F', '00000', '1.2.3.4', '256', '.', 'g', '198']
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('')
    const kind = parseIp4(text) ? 4 : parseIp6(text) ? 6 : 0
    expect(`${text} ${kind}`).toBe(`${text} ${isIP(text)}`)
  }
})

/** A spelling of an address: any zeros compressed or not, padded or not, either case, a dotted tail or not. */
function spelt(groups: readonly number[]): string {
  const pad = (group: number) => group.toString(16).padStart(random(2) ? 4 : 1, '0')
  const cased = (text: string) => (random(2) ? text.toUpperCase() : text)
  const dotted = random(3) === 0
  const tail = groups.slice(6).flatMap((group) => [group >> 8, group & 255])
  const words = [
    ...groups.slice(0, dotted ? 6 : 8).map((group) => cased(pad(group))),
    ...(dotted ? [tail.join('.')] : []),
  ]
  const zeros = groups.slice(0, dotted ? 6 : 8).map((group) => group === 0)
  const starts = zeros.flatMap((zero, index) => (zero ? [index] : []))
  const start = starts[random(starts.length + 1)]
  if (start === undefined) return words.join(':')
  let end = start + 1
  while (zeros[end] && random(4) > 0) end++
  return `${words.slice(0, start).join(':')}::${words.slice(end).join(':')}`
}

function within(groups: readonly number[], network: readonly number[], bits: number): boolean {
  const number = (parts: readonly number[]) => parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n)
  return (number(groups) ^ number(network)) >> BigInt(128 - bits) === 0n
}

test('an IPv6 network holds exactly its addresses, however they are spelt', async () => {
  const group = () => [0, 0, 0, 1, 0xf, 0x80, 0x100, 0x7fff, 0x8000, 0xffff, random(65_536)][random(11)] as number
  for (let round = 0; round < 150; round++) {
    const network = Array.from({ length: 8 }, group)
    const bits = random(129)
    const near = Array.from({ length: 40 }, () => {
      const address = [...network]
      for (let change = random(3); change > 0; change--) {
        const at = random(128)
        address[at >> 4] = (address[at >> 4] as number) ^ (1 << (at & 15))
      }
      return random(4) ? address : address.map((part, index) => (index * 16 >= bits ? group() : part))
    })
    const cases = near.map((address) => ({ text: spelt(address), holds: within(address, network, bits) }))
    const parsed = parseNetwork(`${spelt(network)}/${bits}`)
    if (!parsed || typeof parsed === 'string') throw new Error(`${network} ${parsed}`)
    expect(cases.filter(({ text }) => isIP(text) !== 6)).toEqual([])
    const answers = await matching(
      cases.map(({ text }) => text),
      parsed.pattern,
    )
    const isMapped = bits >= 96 && network.slice(0, 5).every((part) => part === 0) && network[5] === 0xffff
    expect({
      network: spelt(network),
      bits,
      isMapped,
      cases: cases.map(({ text }, index) => ({ text, holds: answers[index]?.[0] })),
    }).toEqual({ network: expect.anything(), bits, isMapped, cases })
  }
})

test('an IPv4 network holds exactly its addresses, also as IPv6 writes them', async () => {
  const value = (four: readonly number[]) => four.reduce((sum, part) => sum * 256 + part, 0)
  for (let round = 0; round < 150; round++) {
    const network = Array.from({ length: 4 }, () => random(256))
    const bits = random(33)
    const cases = Array.from({ length: 40 }, () => {
      const address = [...network]
      for (let change = random(3); change > 0; change--) {
        const at = random(32)
        address[at >> 3] = (address[at >> 3] as number) ^ (1 << (at & 7))
      }
      const holds = Math.floor(value(address) / 2 ** (32 - bits)) === Math.floor(value(network) / 2 ** (32 - bits))
      const [a, b, c, d] = address as [number, number, number, number]
      const mapped = spelt([0, 0, 0, 0, 0, 0xffff, a * 256 + b, c * 256 + d])
      return { text: random(3) ? address.join('.') : mapped, holds }
    })
    const parsed = parseNetwork(`${network.join('.')}/${bits}`)
    if (!parsed || typeof parsed === 'string') throw new Error(`${network} ${parsed}`)
    const answers = await matching(
      cases.map(({ text }) => text),
      parsed.pattern,
    )
    expect({ bits, cases: cases.map(({ text }, index) => ({ text, holds: answers[index]?.[0] })) }).toEqual({
      bits,
      cases,
    })
  }
})

test('text that is no address is in no network', async () => {
  const texts = [
    '',
    'AWS Internal',
    'ec2.amazonaws.com',
    '198.51.100',
    '198.51.100.7.8',
    '198.51.100.256',
    '0198.51.100.7',
    '198.51.100.7\n',
    ':',
    ':::',
    '1::2::3',
    '1:2:3',
  ]
  for (const network of ['0.0.0.0/0', '198.51.100.0/24', '::/0', '::ffff:0:0/96']) {
    const parsed = parseNetwork(network)
    if (!parsed || typeof parsed === 'string') throw new Error(network)
    const answers = await matching(texts, parsed.pattern)
    expect(answers.map(([holds]) => holds)).toEqual(texts.map(() => false))
  }
})
