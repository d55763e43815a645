import type { IamBasis } from '../../../shared/iam-state.ts'
import { many, time } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { Remarks } from './remarks.tsx'

/** What a state of identities rests on: the snapshots, the calls replayed over them, and what could not be. */
export function Basis({ basis }: { readonly basis: IamBasis }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return <Remarks remarks={sayBasis(basis, utc)} />
}

function sayBasis({ snapshots, replayed, notReplayed, unknown, remarks }: IamBasis, utc: boolean): readonly string[] {
  const rests =
    snapshots.length === 0
      ? `no snapshot of identities is in the case: what stands here comes from ${many(replayed, 'call')} alone`
      : `${many(snapshots.length, 'snapshot')} and ${many(replayed, 'call')} replayed over ${snapshots.length === 1 ? 'it' : 'them'}${notReplayed.length > 0 ? `; ${many(notReplayed.length, 'call')} could not be replayed` : ''}`
  const lines = [
    rests,
    ...snapshots.map(
      ({ account, uri, takenAt, because }) => `account ${account} at ${time(takenAt, utc)} (${dated[because]}): ${uri}`,
    ),
    ...notReplayed.map(
      ({ time: when, action, actor, reason }) =>
        `not replayed: ${time(when, utc)} ${action} by ${actor ?? 'nobody named'}: ${reason}`,
    ),
    ...unknown,
    ...remarks,
  ]
  return [...new Set(lines)]
}

const dated = {
  told: 'as a person said',
  named: 'as its name says',
  report: 'as the report says',
  file: 'time of the file',
  content: 'the newest time in it',
} as const
