import type { IamSession } from '../shared/iam-state.ts'
import { Problem } from '../shared/problem.ts'
import type { Signal } from '../shared/signal.ts'
import type { View } from './iam/checks/check.ts'
import { isObject, type PolicyDocument } from './iam/policy/document.ts'
import { printed } from './iam/policy/printed.ts'
import { sessionLimits } from './iam/session.ts'
import { managedPolicies, principalMeant, type Then } from './iam-case.ts'
import { kept } from './iam-kept.ts'
import type { CaseFile } from './store/case-file.ts'
import { type SessionBegin, sessionBegins, sessionHolder } from './store/read/session-begins.ts'

/** Whom a person means: an identity, or one session of it. */
export interface Meant {
  readonly arn: string
  /** Where the identity is as limited as its session. */
  readonly world: View
  readonly session: IamSession | null
}

const aSession = /^(?:ASIA[A-Z0-9]{12,124}|arn:aws[\w-]*:sts::\d{12}:(?:assumed-role|federated-user)\/.+)$/

/** Finds the identity of a name, ARN or key; of a temporary key or the ARN of a session also what limits it. Throws Problem. */
export async function meant(file: CaseFile, then: Then, text: string, signal: Signal): Promise<Meant> {
  if (!aSession.test(text)) return { arn: principalMeant(then, text), world: then.world, session: null }
  return kept(then.world, `session ${text}`, (end) => ofSession(file, then, text, end), signal)
}

async function ofSession({ db }: CaseFile, then: Then, text: string, signal: Signal): Promise<Meant> {
  const begins = await sessionBegins(db, text, signal)
  const [begin] = begins
  if (begins.length > 1) {
    const keys = begins.slice(0, 5).map(({ access_key, time }) => `${access_key} (${time})`)
    throw new Problem(
      'bad-input',
      `${begins.length} sessions are called '${text.slice(0, 200)}': give the key of one, ${keys.join(' or ')}`,
    )
  }
  const holder = begin?.role ?? begin?.actor ?? (await sessionHolder(db, text, signal))
  if (holder === null)
    throw new Problem('not-found', `no call in the case was made with '${text.slice(0, 200)}' or gave it out`)
  const { world } = then
  const isKey = text.startsWith('ASIA')
  if (begin === undefined) {
    const remarks = [
      'the call that began the session is not in the evidence: a policy that it was given is not counted',
    ]
    const session = { key: isKey ? text : null, session: isKey ? null : text, begun: null, policies: [], remarks }
    return { arn: holder, world: { ...world, session: { holder, arn: session.session, policies: null } }, session }
  }
  const limits = sessionLimits(begin.action, requestOf(begin), (arn) => managedIn(then, arn, begin.time))
  const session: IamSession = {
    key: begin.access_key,
    session: begin.session,
    begun: callOf(begin),
    policies: (limits.policies ?? []).map(({ name, document }) => ({
      name,
      text: document.isUnknown ? null : printed(document),
    })),
    remarks: limits.remarks,
  }
  const limited = { ...world, session: { holder, arn: begin.session, policies: limits.policies } }
  return { arn: holder, world: limited, session }
}

function requestOf({ request }: SessionBegin): Readonly<Record<string, unknown>> | null {
  const value: unknown = request === null ? null : JSON.parse(request)
  return isObject(value) ? value : null
}

function callOf({ object_id, ordinal, time, action, actor, source_ip }: SessionBegin): IamSession['begun'] {
  return { object_id, ordinal, time, action: `sts:${action}`, actor, sourceIp: source_ip }
}

/** A managed policy of the account as the state has it, one of AWS as it was when the session began. */
function managedIn({ world }: Then, arn: string, time: string): PolicyDocument | null {
  const own = world.inventory.managed.find((each) => each.arn === arn)
  const version = own?.versions.find(({ isDefault }) => isDefault)
  return version?.document ?? managedPolicies().at(arn, time)?.document ?? null
}
