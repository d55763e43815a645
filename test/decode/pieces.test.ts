import { expect, test } from 'vitest'
import { keyTable } from '../../main/decode/key-table.ts'
import { type Visitor, walk } from '../../main/decode/walk.ts'

const table = keyTable(['id', 'a'], 'id')

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Everything that a visitor is told about the text when it arrives in pieces of that size. */
async function told(text: string, size: number): Promise<readonly unknown[]> {
  const all: unknown[] = []
  const visitor: Visitor = {
    table,
    done: false,
    single: false,
    enter: (list) => void all.push(list),
    record(b, from, to, ordinal, found) {
      all.push([ordinal, b.toString('utf8', from, to), { ...found, reason: '', at: 0 }])
      return 1
    },
    loggedAt: (time) => void all.push(time),
    line: (b, from, to, ordinal) => void all.push([ordinal, b.toString('utf8', from, to)]),
    bad: (ordinal, reason) => void all.push([ordinal, reason]),
    full: () => false,
    async flush() {},
  }
  all.push(await walk(cut(Buffer.from(text), size), visitor))
  return all
}

const good = '{"id":"\\u00e4\\ud800","a":[1.5e+3,{"b":"}"}],"\\u0061":null,"x":true}'
const odd = '{ "id" :\n"é€😀",\t"a" : -0 }'

test.each([
  `{"first":{"Records":[1]},"Records":[${good},${odd} , 5, "x", null, [${good}], ${good}],"Records" : [ ${odd} ] , "last":[1,{"y":2}]}`,
  `{"Records":[${good},{"a":nul},${good}]}tail`,
  `\ufeff${good}\n${odd}\n{"a":"cut\n${good}\n\n# note\n${odd}${good}`,
  `[${good},${odd}] `,
  `2025-03-04T05:06:07.000Z ${good}\n2025-03-04T05:06:07.001Z plain\r\n  and on\n2025-03-04T05:06:07.002Z \n${odd}\n[x`,
  `{"events":[${good},${odd}],"searchedLogStreams":[]}`,
  `{"Events":[${good}]}\n{"Events":[${odd}]}`,
  `{"Records":[${good},${odd.slice(0, -3)}`,
  `{"a":1`,
  '{"Records" : null}',
])('it tells the same of %s in however small pieces it comes', async (text) => {
  const whole = await told(text, 1_000_000)
  for (const size of [1, 2, 3, 7, 20, 64]) expect(await told(text, size)).toEqual(whole)
})
