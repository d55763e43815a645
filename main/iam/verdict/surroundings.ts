import * as z from 'zod'
import { Problem } from '../../../shared/problem.ts'
import { arnParts } from '../policy/wildcard.ts'

const account = z.string().regex(/^\d{12}$/, 'an account is twelve digits')

/** What is known around one policy document; all of it may be left out. */
const surroundings = z.object({
  own_account: account.optional(),
  org_id: z.string().optional(),
  org_accounts: z.array(account).default([]),
  management_account: account.optional(),
  /** Names by account. */
  known_vendor_accounts: z.record(z.string(), z.string()).default({}),
  /** ARN of what the policy hangs on. */
  resource: z.string().optional(),
  /** Of the bucket or its account, as get-public-access-block answers it or in lower camel case. */
  publicAccessBlock: z.record(z.string(), z.unknown()).optional(),
  public_access_block: z.record(z.string(), z.unknown()).optional(),
  /** When it is judged; now when left out. */
  at: z.iso.datetime().optional(),
})

export interface Surroundings {
  readonly own: string | null
  readonly organization: string | null
  readonly members: readonly string[]
  readonly management: string | null
  readonly vendors: Readonly<Record<string, string>>
  readonly restrictsPublicBuckets: boolean
  readonly at: string
}

/** Reads a context file; the own account is also told by the ARN of the resource. Throws Problem. */
export function readSurroundings(given: unknown): Surroundings {
  const checked = surroundings.safeParse(given ?? {})
  if (!checked.success) throw new Problem('bad-input', `context: ${z.prettifyError(checked.error)}`)
  const { data } = checked
  const [, , , , ofResource = ''] = arnParts(data.resource ?? '')
  return {
    own: data.own_account ?? (/^\d{12}$/.test(ofResource) ? ofResource : null),
    organization: data.org_id ?? null,
    members: data.org_accounts,
    management: data.management_account ?? null,
    vendors: data.known_vendor_accounts,
    restrictsPublicBuckets: restricts(data.publicAccessBlock ?? data.public_access_block ?? {}),
    at: data.at ?? new Date().toISOString(),
  }
}

function restricts(block: Readonly<Record<string, unknown>>): boolean {
  const inner = block.PublicAccessBlockConfiguration
  const settings = typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>) : block
  return Object.entries(settings).some(
    ([name, value]) => /^restrict_?public_?buckets$/i.test(name) && String(value).toLowerCase() === 'true',
  )
}

export type Whose = 'own' | 'management' | 'member' | 'vendor' | 'unknown'

/** To whom an account belongs, as far as the case knows. */
export function whose(id: string, around: Surroundings): Whose {
  if (id === around.own) return 'own'
  if (id === around.management) return 'management'
  if (around.members.includes(id)) return 'member'
  return Object.hasOwn(around.vendors, id) ? 'vendor' : 'unknown'
}
