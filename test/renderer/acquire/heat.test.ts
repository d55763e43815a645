import { describe, expect, test } from 'vitest'
import { heatOfCollected, heatOfPlan } from '../../../renderer/views/acquire/heat.ts'
import { paceOf } from '../../../renderer/views/acquire/pace.ts'

const place = (day: string | null, more = {}) => ({
  source: 's',
  account: '111122223333',
  region: 'eu-west-1',
  service: 'CloudTrail',
  day,
  objects: 2,
  bytes: 500,
  failed: 0,
  deleted: 0,
  ...more,
})

describe('the map of what is there', () => {
  test('has a column for every day, sums services, and names the gaps', () => {
    const map = heatOfCollected([
      place('2026-04-29'),
      place('2026-05-02'),
      place('2026-05-02', { service: 'CloudTrail-Digest', deleted: 1 }),
      place('2026-05-01', { region: 'us-east-1', objects: 0, failed: 3 }),
    ])
    expect(map.columns.map(({ id, short, group }) => [id, short, group])).toEqual([
      ['2026-04-29', '29', '2026-04'],
      ['2026-04-30', '30', '2026-04'],
      ['2026-05-01', '01', '2026-05'],
      ['2026-05-02', '02', '2026-05'],
    ])
    expect(map.cell('111122223333 eu-west-1', '2026-05-02')).toEqual({
      text: '4 objects, 1.0 kB, 1 deleted or overwritten version among them',
      tone: 'there',
      weight: 4,
    })
    expect(map.cell('111122223333 us-east-1', '2026-05-01')).toMatchObject({
      tone: 'bad',
      text: expect.stringContaining('3 objects failed'),
    })
    expect(map.cell('111122223333 eu-west-1', '2026-04-30').tone).toBe('none')
    expect(map.gaps).toEqual(['111122223333 eu-west-1: nothing from 2026-04-30 to 2026-05-01'])
  })

  test('has months when there are too many days, and still knows each day that is missing', () => {
    const map = heatOfCollected([place('2025-01-01'), place('2025-12-31')])
    expect(map.columns).toHaveLength(12)
    expect(map.columns[0]).toMatchObject({ id: '2025-01', short: '01', group: '2025' })
    expect(map.gaps).toEqual(['111122223333 eu-west-1: nothing from 2025-01-02 to 2025-12-30'])
  })

  test('is not blown up by the days that a key claims', () => {
    const map = heatOfCollected([place('0001-01-01'), place('9999-12-31'), place('2026-99-99'), place(null)])
    expect(map.columns.map(({ id }) => id)).toEqual(['0001-01', '9999-12', 'no day in the name'])
    expect(map.cell('111122223333 eu-west-1', 'no day in the name').weight).toBe(4)
  })

  test('shows names as they are written', () => {
    const map = heatOfCollected([place('2026-05-01', { account: 'x\u202ey', region: null })])
    expect(map.rows).toEqual([{ id: 'x\\u202ey no region', label: 'x\\u202ey no region' }])
  })

  test('tells of a plan what is new', () => {
    const planned = (known: number) => ({ ...place('2026-05-01'), known })
    const tell = (known: number) => heatOfPlan([planned(known)]).cell('111122223333 eu-west-1', '2026-05-01')
    expect(tell(0)).toMatchObject({ tone: 'new', text: '2 objects, 500 B, new' })
    expect(tell(1)).toMatchObject({ tone: 'new', text: '2 objects, 500 B, 1 object of them in the case' })
    expect(tell(2)).toMatchObject({ tone: 'there', text: '2 objects, 500 B, all in the case' })
  })
})

describe('the pace of a collection', () => {
  const samples = [
    { at: 0, objects: 0, bytes: 0 },
    { at: 10_000, objects: 100, bytes: 2_000_000 },
  ]
  test('comes from its samples, and so does what is left', () => {
    expect(paceOf(samples, 300)).toEqual({ objectsASecond: 10, bytesASecond: 200_000, left: 20_000 })
    expect(paceOf(samples, null)?.left).toBeNull()
    expect(paceOf(samples.slice(0, 1), 300)).toBeNull()
    expect(paceOf([samples[0], { at: 5000, objects: 0, bytes: 0 }] as typeof samples, 300)?.left).toBeNull()
  })
})
