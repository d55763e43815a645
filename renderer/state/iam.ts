import { create } from 'zustand'
import type { IamSeverity } from '../../shared/iam.ts'
import { go } from './place.ts'

export interface IamState {
  readonly tab: 'posture' | 'identities' | 'paths' | 'reach' | 'who' | 'changes'
  /** Of the posture: findings, or what could not be judged, sections of a benchmark, or what other tools say. */
  readonly judged: 'findings' | 'unanswered' | 'cis' | 'external'
  /** What is asked for among the findings; null is all. */
  readonly severity: IamSeverity | null
  readonly account: string | null
  readonly checks: readonly string[] | null
  readonly principal: string | null
  readonly seen: 'all' | 'used' | 'unused'
  /** What the list beside the findings counts. */
  readonly by: 'checks' | 'accounts' | 'principals'
  /** The finding whose details are open, by its key. */
  readonly open: string | null
  /** The identity whose page is open. */
  readonly identity: string | null
  readonly aspect: 'about' | 'policies' | 'permissions' | 'used' | 'history'
  /** The time that identities are shown at; null: after everything that the case knows. */
  readonly at: string | null
  /** Ways to this identity or resource instead of to every right. */
  readonly to: string | null
  /** Only ways that begin with this identity. */
  readonly from: string | null
  /** The way whose details are open, by its key. */
  readonly path: string | null
  /** Paths and reach, as a list or drawn. */
  readonly look: 'list' | 'graph'
  /** Whose reach is shown. */
  readonly reach: string | null
  /** What was last asked about who can do it. */
  readonly action: string
  readonly resource: string
  /** The two times that are compared; null: the first and the last of the logs. */
  readonly before: string | null
  readonly after: string | null
}

const fresh: IamState = {
  tab: 'posture',
  judged: 'findings',
  severity: null,
  account: null,
  checks: null,
  principal: null,
  seen: 'all',
  by: 'checks',
  open: null,
  identity: null,
  aspect: 'about',
  at: null,
  to: null,
  from: null,
  path: null,
  look: 'list',
  reach: null,
  action: '',
  resource: '*',
  before: null,
  after: null,
}

/** Where one is among identities and their weaknesses; kept while other views are shown. */
export const useIam = create<IamState>(() => fresh)

/** Shows every finding again. */
export function forgetIamNarrowing(): void {
  useIam.setState({ severity: null, account: null, checks: null, principal: null, seen: 'all' })
}

/** Opens the page of a user or role. */
export function showIdentity(arn: string): void {
  useIam.setState({ tab: 'identities', identity: arn, aspect: 'about' })
  go('iam')
}

/** For a case just opened. */
export function forgetIam(): void {
  useIam.setState(fresh)
}
