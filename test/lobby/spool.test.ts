import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offerOf } from '../../main/source/s3/offers.ts'
import { placeOf } from '../../main/source/s3/place.ts'
import type { Offer } from '../../main/source/source.ts'
import { Spool } from '../../main/spool.ts'
import { hostileKeys } from '../hostile-keys.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-spool-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('offers come back day by day, each once and as it was, a bounded number at a time, and leave nothing', async () => {
  const offer = (key: string, day: string | null) =>
    offerOf(
      'logs',
      { key, bytes: 1, modifiedAt: day === null ? null : `${day}T01:02:03Z`, etag: 'e', storageClass: null },
      placeOf(key),
      { version: null, mark: 'current' },
    )
  const days = Array.from({ length: 40 }, (_, i) => `2026-0${1 + (i % 4)}-${10 + (i % 10)}`)
  const offers = hostileKeys(40).map((key, i) => offer(key, i % 9 === 0 ? null : (days[i % days.length] ?? null)))
  const spool = await Spool.open(folder, 3)
  for (const one of offers) await spool.add(one)
  const back: Offer[] = []
  for await (const one of spool.offers()) back.push(one)
  const dayOf = ({ place, modifiedAt }: Offer) => (place.firstDay ?? modifiedAt ?? '').slice(0, 10)
  expect(back.map(dayOf)).toEqual(offers.map(dayOf).sort())
  const byUri = (a: { uri: string }, b: { uri: string }) => (a.uri < b.uri ? -1 : 1)
  expect(back.sort(byUri)).toEqual([...offers].sort(byUri))
  expect(readdirSync(join(folder, readdirSync(folder)[0] ?? '')).length).toBeGreaterThan(40)
  await spool.close()
  expect(readdirSync(folder)).toEqual([])
})
