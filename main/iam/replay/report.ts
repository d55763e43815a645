import type { IamSnapshot } from '../../../shared/iam-state.ts'
import { isObject } from '../policy/document.ts'
import { child, text } from './fields.ts'
import { accountIn, type Entity, keyOf, type Slot, slotOf } from './slot.ts'
import type { Snapshot } from './snapshot.ts'
import type { IamEvent } from './write.ts'

export type Cells = Readonly<Record<string, string>>

/** The lines of a credential report by the names of its columns; of the command's answer the CSV that it holds. */
export function reportCells(given: string): readonly Cells[] {
  const [heading = '', ...lines] = csvIn(given)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  const names = heading.split(',').map((name) => name.trim())
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split(',')
      return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? 'N/A']))
    })
}

function csvIn(given: string): string {
  if (!given.trimStart().startsWith('{')) return given
  const answer: unknown = JSON.parse(given)
  return isObject(answer) ? Buffer.from(text(answer, 'Content') ?? '', 'base64').toString('utf8') : ''
}

const covered = ['password', 'key', 'key-made', 'mfa']

/** What a credential report shows of one account. It does not name keys and devices: calls that made them do, where there are any. */
export function snapshotOfReport(about: IamSnapshot, rows: readonly Cells[], events: readonly IamEvent[]): Snapshot {
  const values = new Map<string, { slot: Slot; value: string }>()
  const put = (slot: Slot, value: string) => values.set(keyOf(slot), { slot, value })
  for (const row of rows) {
    const name = row.user ?? ''
    if (name === '<root_account>' || accountIn(row.arn ?? '') !== about.account) continue
    const user: Entity = { kind: 'user', account: about.account, name }
    if (is(row.password_enabled)) put(slotOf(user, 'password'), timeIn(row.password_last_changed) ?? '')
    if (is(row.mfa_active)) put(slotOf(user, 'mfa', deviceOf(user, events) ?? ''), '')
    for (const [slot, id] of keysOf(user, row, events)) {
      const status = is(row[`access_key_${slot}_active`]) ? 'Active' : 'Inactive'
      put(slotOf(user, 'key', id), status)
      put(slotOf(user, 'key-made', id), timeIn(row[`access_key_${slot}_last_rotated`]) ?? '')
    }
  }
  return {
    ...about,
    time: Date.parse(about.takenAt),
    values,
    covers: ({ kind, account, facet }) => kind === 'user' && account === about.account && covered.includes(facet),
  }
}

/** A key that the report shows was made when a call made it, to the second; one that is left over is the only one that is left. */
function keysOf(user: Entity, row: Cells, events: readonly IamEvent[]): ReadonlyMap<1 | 2, string> {
  const made = new Map<string, number>()
  const others = new Set<string>()
  for (const { action, account, request, response, time, caller } of events) {
    if (account !== user.account || !/AccessKey$/.test(action)) continue
    const key = child(response, 'accessKey')
    if ((text(key, 'userName') ?? text(request, 'userName') ?? caller) !== user.name) continue
    const id = text(key, 'accessKeyId') ?? text(request, 'accessKeyId')
    if (id === null) continue
    if (action === 'CreateAccessKey') made.set(id, Date.parse(time))
    else others.add(id)
  }
  const found = new Map<1 | 2, string>()
  const slots = ([1, 2] as const).filter(
    (slot) => timeIn(row[`access_key_${slot}_last_rotated`]) !== null || is(row[`access_key_${slot}_active`]),
  )
  for (const slot of slots) {
    const at = Date.parse(timeIn(row[`access_key_${slot}_last_rotated`]) ?? '')
    const id = [...made].find(([, time]) => Math.abs(time - at) <= 2_000)?.[0]
    if (id !== undefined) found.set(slot, id)
  }
  const left = slots.filter((slot) => !found.has(slot))
  const unmade = [...others].filter((id) => !made.has(id))
  const [slot] = left
  const [only] = unmade
  if (left.length === 1 && unmade.length === 1 && slot !== undefined && only !== undefined) found.set(slot, only)
  return new Map(slots.map((each) => [each, found.get(each) ?? `key ${each}`]))
}

/** The device that calls speak of, when it is one. */
function deviceOf(user: Entity, events: readonly IamEvent[]): string | null {
  const serials = new Set(
    events
      .filter(
        ({ action, account, request }) =>
          /^(?:Enable|Deactivate)MFADevice$/.test(action) &&
          account === user.account &&
          text(request, 'userName') === user.name,
      )
      .map(({ request }) => text(request, 'serialNumber'))
      .filter((serial) => serial !== null),
  )
  const [only] = serials
  return serials.size === 1 ? (only ?? null) : null
}

function is(cell: string | undefined): boolean {
  return cell?.toLowerCase() === 'true'
}

/** N/A, no_information and not_supported are no times. */
function timeIn(cell: string | undefined): string | null {
  return cell !== undefined && /^\d{4}-\d\d-\d\dT/.test(cell) && !Number.isNaN(Date.parse(cell))
    ? new Date(cell).toISOString()
    : null
}
