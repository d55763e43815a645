import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crcs } from '../../main/fetch/crc.ts'
import { download, NotFetched } from '../../main/fetch/download.ts'
import { Pace } from '../../main/fetch/pace.ts'
import { Packs } from '../../main/fetch/packs.ts'
import { Watch } from '../../main/fetch/watch.ts'
import type { Clients } from '../../main/source/clients.ts'
import { Bucket } from '../../main/source/s3/bucket.ts'
import { clientsAt } from './clients-at.ts'

/** An S3 that keeps one sum of each object, the one that its key names, and sends a byte of some of them wrong. */
let server: Server
let clients: Clients
let packs: Packs
let folder = ''
const before = { ...process.env }
const watch = new Watch(new AbortController().signal)

const log = Buffer.from('{"Records":[{"eventName":"ConsoleLogin"}]}')
const flipped = Buffer.from(log).fill('X', 20, 21)
const sums: Readonly<Record<string, string>> = {
  crc32: hex(crc32(log).toString(16).padStart(8, '0')),
  crc32c: sumOf('crc32c'),
  crc64nvme: sumOf('crc64nvme'),
  sha1: createHash('sha1').update(log).digest('base64'),
  sha256: createHash('sha256').update(log).digest('base64'),
}

function sumOf(name: keyof typeof crcs): string {
  const sum = crcs[name]()
  sum.add(log)
  return sum.end().toString('base64')
}

function hex(text: string): string {
  return Buffer.from(text, 'hex').toString('base64')
}

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const [, kind = '', sum = '', more = ''] = /\/logs\/(\w+)\/(\w+)(-\d+)?/.exec(url) ?? []
    const claims = sum === 'md5' ? {} : { [`x-amz-checksum-${sum}`]: `${sums[sum]}${more}` }
    const etag = sum === 'md5' ? createHash('md5').update(log).digest('hex') : 'of-many-parts-2'
    response.writeHead(200, { etag: `"${etag}"`, 'content-length': log.length, ...claims })
    response.end(kind === 'wrong' ? flipped : log)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE'
  process.env.AWS_SECRET_ACCESS_KEY = 'a-secret'
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  clients = clientsAt(endpoint)
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-sums-'))
  packs = new Packs(folder)
})
afterAll(async () => {
  watch.close()
  packs.close()
  rmSync(folder, { recursive: true, force: true })
  clients.close()
  process.env = { ...before }
  await new Promise((resolve) => server.close(resolve))
})

describe.each(['md5', ...Object.keys(sums)])('where S3 keeps the %s of an object', (sum) => {
  /** By the first call of a bucket, which goes through all layers of AWS's client, and by those after it. */
  const fetched = async (key: string) => {
    const bucket = new Bucket('logs', clients)
    const one = () =>
      download(
        {
          etag: null,
          open: (from, etag, receive, signal) => bucket.get({ key, version: null }, from, etag, receive, signal),
          judge: () => ({ what: 'fail', reason: 'the client itself found that its sum is another' }),
        },
        join(folder, 'one'),
        packs,
        new Pace(),
        watch,
      )
    return [await one().catch(said), await one().catch(said), await one().catch(said)]
  }
  const said = (error: unknown) => (error instanceof NotFetched ? error.message : Promise.reject(error))

  test('bytes that have it are taken', async () => {
    const bytes = { bytes: log.length }
    expect(await fetched(`right/${sum}`)).toMatchObject([bytes, bytes, bytes])
  })

  test('a flipped byte is noticed by the first call and those after it', async () => {
    const noticed = expect.stringMatching(/do not have the (MD5|CRC|SHA)|the client itself/)
    expect(await fetched(`wrong/${sum}`)).toEqual([noticed, noticed, noticed])
  })

  test.skipIf(sum === 'md5')('a sum of the sums of parts is none of the bytes', async () => {
    const bytes = { bytes: log.length }
    expect(await fetched(`right/${sum}-2`)).toMatchObject([bytes, bytes, bytes])
  })
})
