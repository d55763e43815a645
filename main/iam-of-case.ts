import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Handlers } from '../shared/api.ts'
import { sql } from '../shared/sql.ts'
import { readWhole } from './decode/read-whole.ts'
import { root } from './entry.ts'
import type { World } from './iam/ability.ts'
import { type Actions, readActionFacts } from './iam/actions.ts'
import { runChecks } from './iam/checks/run.ts'
import { type Method, readMethods } from './iam/escalation/method.ts'
import { escalationReport } from './iam/escalation/report.ts'
import { asOf } from './iam/model/as-of.ts'
import { buildInventory, type Source } from './iam/model/build.ts'
import { findPolicy } from './iam/model/find-policy.ts'
import type { Inventory } from './iam/model/inventory.ts'
import { type ManagedPolicies, readManagedPolicies } from './iam/model/managed-policies.ts'
import { usageOf } from './iam/usage.ts'
import { whoCan } from './iam/who-can.ts'
import { isUnchanged, whereKept } from './kept-bytes.ts'
import type { CaseFile } from './store/case-file.ts'
import { configItems } from './store/read/config-items.ts'
import { postureFindings } from './store/read/posture-findings.ts'
import { logDays, usedActions } from './store/read/used-actions.ts'

const formats = [
  'iam-authorization-details',
  'credential-report',
  'organizations',
  'aws-policy',
  'aws-answers',
  'access-analyzer',
  'prowler',
]

/** How the engine answers about identities: the model is built from the evidence of the case, and again when that changed. */
export function iamHandlers(
  file: CaseFile,
): Pick<Handlers<'case'>, 'iamCheck' | 'iamPaths' | 'iamPolicy' | 'iamWhoCan'> {
  let built: { readonly version: number; readonly inventory: Inventory } | null = null
  const worldAt = async (at: string | null): Promise<World> => {
    const version = file.dataVersion
    if (built?.version !== version) built = { version, inventory: await inventoryOf(file) }
    const inventory = at === null ? built.inventory : asOf(built.inventory, managedPolicies(), at)
    return { inventory, actions: actionFacts(), at: at ?? new Date().toISOString() }
  }
  return {
    iamWhoCan: async ({ action, resource, at }) => whoCan(await worldAt(at), action, resource),
    iamPolicy: async ({ policy, holder, at }) => findPolicy((await worldAt(at)).inventory, { policy, holder }),
    iamPaths: async ({ to, at }, signal) => {
      const world = await worldAt(at)
      const { inventory } = world
      const report = await escalationReport(
        world,
        escalationMethods(),
        usageOf(await usedActions(file.db, signal)),
        to,
        signal,
      )
      return {
        ...report,
        principals: inventory.principals.length,
        logs: await logDays(file.db, signal),
        remarks: [...report.remarks, ...inventory.remarks],
      }
    },
    iamCheck: async ({ at }, signal) => {
      const world = await worldAt(at)
      const info = await file.info()
      const calls = await usedActions(file.db, signal)
      const { accounts } = info.ours
      const found = await runChecks(
        {
          ...world,
          ours: accounts.filter(({ partner }) => !partner).map(({ id }) => id),
          partners: Object.fromEntries(
            accounts.filter(({ partner }) => partner).map(({ id, name }) => [id, name || id]),
          ),
          usage: usageOf(calls),
        },
        signal,
      )
      return { ...found, logs: await logDays(file.db, signal), remarks: world.inventory.remarks }
    },
  }
}

/** What the evidence says of identities, in the order in which it came. What cannot be believed is said, not left out in silence. */
async function inventoryOf(file: CaseFile): Promise<Inventory> {
  const rows = await file.db.all<{ object_id: number; uri: string; format: string; state: string }>(
    sql`
    SELECT object_id, uri, format, state
    FROM object
    WHERE state IN ('stored', 'partial') AND list_contains(string_split($formats, ','), format)
    ORDER BY object_id`,
    { formats: formats.join(',') },
  )
  const sources: Source[] = []
  const remarks: string[] = []
  for (const { object_id, uri, format, state } of rows) {
    try {
      const kept = await whereKept(file, object_id)
      if (typeof kept === 'string') throw new Error(kept)
      if (!(await isUnchanged(kept))) throw new Error(`${kept.path} no longer has the bytes that were imported`)
      if (state === 'partial') remarks.push(`${uri} is damaged: what it says may be incomplete`)
      sources.push({ name: uri, format, text: await readWhole(kept.path, kept.entry) })
    } catch (error) {
      remarks.push(`${uri} is not counted: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const items = await configItems(file.db, null)
  if (items.length > 0) sources.push({ name: 'AWS Config', format: 'aws-config', text: `[${items.join(',')}]` })
  const inventory = buildInventory(sources, managedPolicies())
  return {
    ...inventory,
    external: [...inventory.external, ...(await postureFindings(file.db))],
    remarks: [...remarks, ...inventory.remarks],
  }
}

let facts: Actions | undefined
let managed: ManagedPolicies | undefined
let methods: readonly Method[] | undefined

function actionFacts(): Actions {
  facts ??= readActionFacts(readFileSync(join(root, 'assets', 'iam-actions.json'), 'utf8'))
  return facts
}

/** Lines are looked up in the inflated bytes: 32 MB, and a tenth of a second. */
function managedPolicies(): ManagedPolicies {
  managed ??= readManagedPolicies(brotliDecompressSync(readFileSync(join(root, 'assets', 'managed-policies.br'))))
  return managed
}

function escalationMethods(): readonly Method[] {
  methods ??= readMethods(readFileSync(join(root, 'assets', 'escalation-methods.json'), 'utf8'))
  return methods
}
