import { describe, expect, it, test } from 'vitest'
import { check, type Draft, draftOf } from '../../renderer/views/ours/check.ts'
import { nobody } from '../../shared/case.ts'

const empty: Draft = draftOf(nobody)

describe('check', () => {
  it('takes a whole draft, trims it and leaves empty lines out', () => {
    const draft: Draft = {
      accounts: [
        { id: ' 012345678901 ', name: ' production ', partner: false },
        { id: '', name: '', partner: false },
      ],
      networks: [
        { cidr: '203.0.113.0/24', name: 'office' },
        { cidr: '2001:db8::/32', name: '' },
      ],
      users: [
        { name: 'ci@example.com', note: '' },
        { name: '', note: '' },
      ],
      incident: { from: '2026-05-01 08:00', to: '2026-05-03' },
    }
    expect(check(draft)).toEqual({
      ok: true,
      ours: {
        accounts: [{ id: '012345678901', name: 'production', partner: false }],
        networks: [
          { cidr: '203.0.113.0/24', name: 'office' },
          { cidr: '2001:db8::/32', name: '' },
        ],
        users: [{ name: 'ci@example.com', note: '' }],
        // A day as the end means through that day.
        incident: { from: '2026-05-01T08:00:00.000Z', to: '2026-05-04T00:00:00.000Z' },
      },
    })
  })

  test.each<[Partial<Draft>, string, RegExp]>([
    [{ accounts: [{ id: '123', name: '', partner: false }] }, 'accounts.0', /'123' is no account id: it has 12 digits/],
    [{ accounts: [{ id: '', name: 'x', partner: false }] }, 'accounts.0', /write the 12 digits/],
    [{ networks: [{ cidr: '10.0.0.0/40', name: '' }] }, 'networks.0', /./],
    [{ networks: [{ cidr: 'office', name: '' }] }, 'networks.0', /'office' is no network/],
    [{ users: [{ name: '', note: 'x' }] }, 'users.0', /write a name/],
    [{ incident: { from: 'yesterday', to: '' } }, 'incident.from', /relative/],
    [{ incident: { from: '2026-05-02', to: '2026-05-01' } }, 'incident.to', /ends before it begins/],
  ])('says what is wrong with %j at %s', (patch, place, sentence) => {
    const checked = check({ ...empty, ...patch })
    expect(checked.ok ? null : checked.problems.get(place)).toMatch(sentence)
  })

  it('says which line repeats another', () => {
    const line = { id: '123456789012', name: '', partner: false }
    const checked = check({ ...empty, accounts: [line, line] })
    expect(checked.ok ? [] : [...checked.problems]).toEqual([['accounts.1', "'123456789012' is already in the list"]])
  })

  it('keeps what was saved unchanged when nothing was edited', () => {
    const ours = { ...nobody, incident: { from: '2026-05-01T08:00:00.000Z', to: '2026-05-04T00:00:00.000Z' } }
    expect(check(draftOf(ours))).toEqual({ ok: true, ours })
  })
})
