import type { Ours } from '../../../shared/case.ts'
import { parseNetwork } from '../../../shared/search/network.ts'
import { parseTime } from '../../../shared/search/time.ts'

/** What is being written, every field still the text that was typed. */
export interface Draft {
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly partner: boolean }[]
  readonly networks: readonly { readonly cidr: string; readonly name: string }[]
  readonly users: readonly { readonly name: string; readonly note: string }[]
  readonly incident: { readonly from: string; readonly to: string }
}

export type Checked =
  | { readonly ok: true; readonly ours: Ours }
  | { readonly ok: false; readonly problems: ReadonlyMap<string, string> }

export function draftOf(ours: Ours): Draft {
  const shown = (time: string | null) => (time === null ? '' : time.replace('T', ' ').replace(/\.000Z$/, 'Z'))
  return { ...ours, incident: { from: shown(ours.incident.from), to: shown(ours.incident.to) } }
}

/** The draft as the case keeps it, empty lines left out; or what is wrong, by the place of the field (`accounts.0`). */
export function check(draft: Draft): Checked {
  const problems = new Map<string, string>()
  const say = (place: string, problem: string | null) => {
    if (problem !== null && !problems.has(place)) problems.set(place, problem)
  }
  const repeated = (all: readonly string[], at: number) => all.indexOf(all[at] ?? '') !== at

  const ids = draft.accounts.map((one) => one.id.trim())
  for (const [at, id] of ids.entries()) {
    if (id === '' && draft.accounts[at]?.name.trim() === '') continue
    say(`accounts.${at}`, accountProblem(id))
    if (repeated(ids, at)) say(`accounts.${at}`, `'${id}' is already in the list`)
  }
  const cidrs = draft.networks.map((one) => one.cidr.trim())
  for (const [at, cidr] of cidrs.entries()) {
    if (cidr === '' && draft.networks[at]?.name.trim() === '') continue
    say(`networks.${at}`, networkProblem(cidr))
    if (repeated(cidrs, at)) say(`networks.${at}`, `'${cidr}' is already in the list`)
  }
  const names = draft.users.map((one) => one.name.trim())
  for (const [at, name] of names.entries()) {
    if (name === '' && draft.users[at]?.note.trim() !== '')
      say(`users.${at}`, 'write a name, an ARN or an e-mail address')
    if (name !== '' && repeated(names, at)) say(`users.${at}`, `'${name}' is already in the list`)
  }
  const from = moment(draft.incident.from, 'start')
  const to = moment(draft.incident.to, 'end')
  if (!from.ok) say('incident.from', from.problem)
  if (!to.ok) say('incident.to', to.problem)
  if (from.ok && to.ok && from.time !== null && to.time !== null && from.time >= to.time)
    say('incident.to', 'the window ends before it begins')

  if (problems.size > 0 || !from.ok || !to.ok) return { ok: false, problems }
  return {
    ok: true,
    ours: {
      accounts: draft.accounts
        .map((one) => ({ ...one, id: one.id.trim(), name: one.name.trim() }))
        .filter((one) => one.id !== ''),
      networks: draft.networks
        .map((one) => ({ cidr: one.cidr.trim(), name: one.name.trim() }))
        .filter((one) => one.cidr !== ''),
      users: draft.users
        .map((one) => ({ name: one.name.trim(), note: one.note.trim() }))
        .filter((one) => one.name !== ''),
      incident: { from: from.time, to: to.time },
    },
  }
}

function accountProblem(id: string): string | null {
  if (/^\d{12}$/.test(id)) return null
  return id === '' ? 'write the 12 digits of the account id' : `'${id}' is no account id: it has 12 digits`
}

function networkProblem(cidr: string): string | null {
  const network = cidr === '' ? null : parseNetwork(cidr)
  if (typeof network === 'string') return network
  return network === null ? `'${cidr}' is no network: write 203.0.113.0/24 or 2001:db8::/32` : null
}

/** A day as the end of a window means through that day; a time of day means that moment. */
function moment(
  text: string,
  end: 'start' | 'end',
): { readonly ok: true; readonly time: string | null } | { readonly ok: false; readonly problem: string } {
  if (text.trim() === '') return { ok: true, time: null }
  const stretch = parseTime(text.trim())
  if (typeof stretch === 'string') return { ok: false, problem: stretch }
  const hasClock = /\d:\d/.test(text)
  const at = end === 'end' && !hasClock ? stretch.end : stretch.start
  return { ok: true, time: new Date(`${at.replace(' ', 'T')}Z`).toISOString() }
}
