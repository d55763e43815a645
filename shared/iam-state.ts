import type { IamSeverity, LogDays, PolicyVerdict, SaidBy, Used } from './iam.ts'

/** Evidence that shows the identities of an account as they were at one time. */
export interface IamSnapshot {
  readonly account: string
  /** Address of the object. */
  readonly uri: string
  readonly takenAt: string
  /** Where that time is from; `content`: the newest time in it, when nothing better is known. */
  readonly because: 'told' | 'named' | 'report' | 'file' | 'content'
}

/** A call in the logs, with the way back to it. */
export interface IamCall {
  readonly object_id: number
  readonly ordinal: number
  readonly time: string
  readonly action: string
  /** ARN or name of who called. */
  readonly actor: string | null
  readonly sourceIp: string | null
}

/** A call that changed identities and could not be put into the state, or not whole. */
export interface NotReplayed extends IamCall {
  readonly reason: string
}

/** What a state of identities rests on. */
export interface IamBasis {
  /** The time that the state is of; null: as it is after everything that the case knows. */
  readonly at: string | null
  readonly snapshots: readonly IamSnapshot[]
  /** Calls that were replayed over the snapshots to come to the state. */
  readonly replayed: number
  readonly notReplayed: readonly NotReplayed[]
  /** Things that were there at the time with a content that the evidence does not tell. */
  readonly unknown: readonly string[]
  readonly remarks: readonly string[]
}

/** A user or role in a list. */
export interface IamIdentity {
  readonly principal: string
  readonly kind: 'user' | 'role'
  readonly account: string
  readonly name: string
  /** AIDA… or AROA…. */
  readonly id: string | null
  readonly createdAt: string | null
  /** May do everything. */
  readonly isAdmin: boolean
  readonly policies: number
  readonly groups: readonly string[]
  /** Null: the evidence does not say. */
  readonly hasPassword: boolean | null
  readonly hasMfa: boolean | null
  readonly activeKeys: number | null
  /** Its calls that were not refused. */
  readonly used: Used | null
}

export interface IamIdentities extends IamBasis {
  readonly identities: readonly IamIdentity[]
  readonly logs: LogDays
}

/** A policy of an identity as text, with the statements that something was found in. */
export interface IamPolicyText {
  /** As statements of findings say them. */
  readonly policy: string
  readonly holder: string | null
  readonly name: string
  readonly from: 'inline' | 'attached' | 'group' | 'boundary'
  /** Name of the group, where it comes from one. */
  readonly group: string | null
  /** Pretty-printed JSON; null: the document is not in the evidence. */
  readonly text: string | null
  /** What of it could not be understood, and is not counted. */
  readonly problems: readonly string[]
  readonly marks: readonly IamMark[]
}

export interface IamMark {
  /** Place of the statement, from 0, and its first and last line in the text, from 1. */
  readonly index: number
  readonly lines: readonly [number, number]
  /** Check or method of an escalation. */
  readonly check: string
  readonly severity: IamSeverity
  readonly why: string
}

/** A key, password or other credential of a user. */
export interface IamCredential {
  readonly kind: 'key' | 'password' | 'mfa' | 'ssh-key' | 'certificate' | 'service-credential'
  /** Access key id, serial number; of a key that only the credential report shows, its slot. */
  readonly id: string
  /** Null: it has no such state. */
  readonly isActive: boolean | null
  readonly createdAt: string | null
  readonly usedAt: string | null
}

/** One session of an identity: what its keys may do is what the identity may, within what the session was given. */
export interface IamSession {
  /** ASIA…; null where only the name of the session was asked for and no call shows a key. */
  readonly key: string | null
  /** arn:aws:sts::111122223333:assumed-role/name/session */
  readonly session: string | null
  /** The call that gave out the key; null: it is not in the logs. */
  readonly begun: IamCall | null
  /** Documents as printed JSON; null: there is one that the evidence does not tell. */
  readonly policies: readonly { readonly name: string; readonly text: string | null }[]
  /** What is not known of its limits, as sentences. */
  readonly remarks: readonly string[]
}

/** Everything about one user or role. */
export interface IamIdentityPage extends IamBasis {
  /** Null: there was no such identity at that time. */
  readonly identity: IamIdentity | null
  /** Null: the identity itself was asked for, not one of its sessions. */
  readonly session: IamSession | null
  readonly policies: readonly IamPolicyText[]
  readonly trust: { readonly text: string | null; readonly verdict: PolicyVerdict | null } | null
  readonly credentials: readonly IamCredential[]
  readonly tags: Readonly<Record<string, string>>
  readonly instanceProfiles: readonly string[]
  /** What it called, most often first. */
  readonly activity: readonly IamActivity[]
  /** Calls that changed it, oldest first, over all the time of the logs. */
  readonly history: readonly IamChange[]
  readonly logs: LogDays
}

export interface IamActivity extends Used {
  /** service:Action as logged. */
  readonly action: string
}

/** An action that a principal may do somewhere. */
export interface IamPermission {
  readonly action: string
  readonly level: 'read' | 'list' | 'write' | 'permissions' | 'tagging'
  readonly result: 'allowed' | 'allowed-if'
  readonly when: readonly string[]
  readonly statements: readonly SaidBy[]
  /** Null: not seen in the logs of the case. */
  readonly used: Used | null
}

export interface IamPermissions {
  readonly total: number
  readonly rows: readonly IamPermission[]
}

/** One thing that is different between two times, or that one call made different. */
export interface IamChange {
  readonly principal: string
  /** What of it: exists, inline, attached, group, boundary, trust, tag, password, key, mfa, version, default, …. */
  readonly what: string
  /** Name of the policy, key or tag; empty where there is but one. */
  readonly item: string
  /** Null: it was, or is, not there. Documents are pretty-printed JSON. */
  readonly before: string | null
  readonly after: string | null
  /** It was there, and the evidence does not say with which content. */
  readonly isBeforeUnknown: boolean
  /** In a sentence: "svc-backup got the access key AKIA…". */
  readonly title: string
  /** The calls that did it, oldest first. */
  readonly calls: readonly IamCall[]
}

export interface IamDiff extends IamBasis {
  readonly from: string
  readonly to: string
  readonly changes: readonly IamChange[]
}

/** Granted against used, of one principal. */
export interface IamUsed extends IamBasis {
  readonly principal: string
  readonly granted: number
  readonly used: readonly IamPermission[]
  /** Services of which everything that is granted was not used, with how many actions. */
  readonly unusedServices: readonly { readonly service: string; readonly actions: number }[]
  /** Granted actions that change something and were not used, at most 1,000. */
  readonly unused: readonly string[]
  /** Called and not refused, although the policies in the evidence do not allow it. */
  readonly notGranted: readonly string[]
  readonly leastPrivilege: { readonly text: string; readonly remarks: readonly string[] }
  readonly logs: LogDays
}

export interface IamNode {
  readonly id: string
  readonly kind: 'key' | 'user' | 'role' | 'admin' | 'resource' | 'account'
  readonly name: string
  readonly account: string
  readonly isAdmin: boolean
  /** Steps from where it begins. */
  readonly distance: number
}

export interface IamEdge {
  readonly from: string
  readonly to: string
  /** Method of the catalogue. */
  readonly method: string
  readonly confidence: 'confirmed' | 'conditional' | 'potential' | 'latent'
  readonly when: readonly string[]
  readonly statements: readonly SaidBy[]
  readonly used: Used | null
}

/** What a principal can reach. */
export interface IamReach extends IamBasis {
  readonly principal: string
  readonly nodes: readonly IamNode[]
  readonly edges: readonly IamEdge[]
  /** There is more than is shown. */
  readonly isCut: boolean
  readonly logs: LogDays
}
