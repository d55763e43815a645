import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileSearch } from '../../shared/search/compile.ts'
import { addTerm } from '../../shared/search/edit.ts'
import { openEvents, type Row } from './events.ts'

const finding = (ordinal: number, shared_id: string | null, id: string, more: Row = {}): Row => ({
  object_id: 1,
  ordinal,
  format: 'guardduty',
  category: 'finding',
  service: 'guardduty',
  shared_id,
  id,
  ...more,
})

let events: Awaited<ReturnType<typeof openEvents>>
beforeAll(async () => {
  events = await openEvents([
    finding(0, 'a', 'a@2024-05-01T10:00:00.000Z', { severity: 'low' }),
    finding(1, 'a', 'a@2024-05-01T10:00:00.250Z', { severity: 'high' }),
    // As text it comes after the one before: Z sorts behind a point.
    finding(2, 'a', 'a@2024-05-01T10:00:00Z', { severity: 'low' }),
    // Another product's finding of the same name is another one.
    finding(3, 'a', 'a@2024-01-01T10:00:00Z', { service: 'macie' }),
    // An id that holds what joins the two; a choice of a person has an id of its own behind.
    finding(4, 'x@y', 'x@y@2024-05-01T10:00:00Z'),
    finding(5, 'x@y', 'x@y@2024-05-02T10:00:00Z@choice'),
    // Who claims the same moment contradicts: both are shown.
    finding(6, 'c', 'c@2024-05-01T10:00:00Z', { severity: 'low' }),
    finding(7, 'c', 'c@2024-05-01T10:00:00Z', { severity: 'high' }),
    // Somebody resolved it, which leaves the time of its provider alone; and commented on it later.
    finding(12, 'e', 'e@2024-05-01T10:00:00Z', { service: 'securityhub' }),
    finding(13, 'e', 'e@2024-05-01T10:00:00Z@RESOLVED', { service: 'securityhub' }),
    finding(14, 'f', 'f@2024-05-01T10:00:00Z@NOTIFIED@2024-05-09T10:00:00Z', { service: 'securityhub' }),
    finding(15, 'f', 'f@2024-05-02T10:00:00Z@12345678@20240701', { service: 'securityhub' }),
    finding(8, 'd', 'd', {}),
    finding(9, null, 'sha256:00', {}),
    { object_id: 1, ordinal: 10, format: 'cloudtrail', category: 'management', id: 'e', shared_id: 'a' },
    { object_id: 1, ordinal: 11, format: 'other', id: 'f' },
  ])
})
afterAll(() => events.close())

test.each<[string, readonly number[]]>([
  ['latest:true', [1, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14]],
  ['latest:yes category:finding', [1, 3, 5, 6, 7, 8, 9, 13, 14]],
  ['latest:false', [0, 2, 4, 12, 15]],
  ['-latest:true', [0, 2, 4, 12, 15]],
  ['latest:true severity:high', [1, 7]],
  // The severity that a finding had is no longer its severity.
  ['latest:true severity:low', [6]],
])('it finds the states of findings by %s', async (search, ordinals) => {
  expect(await events.find(search)).toEqual(ordinals)
})

test.each(['latest:none', 'latest:*', 'latest:perhaps', 'latest>true'])('it refuses %s', (search) => {
  expect(compileSearch(search).ok).toBe(false)
})

test('a filter on another column leaves it as it is', () => {
  expect(addTerm('latest:true', 'shared_id', 'a')).toBe('latest:true shared_id="a"')
})
