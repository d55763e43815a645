import type { AddressInfo } from 'node:net'
import { Account } from './account.ts'
import type { Announced, FakeAws, Finding, Keys, LogEntry, PutOptions, Shape } from './contract.ts'
import { FaultList } from './faults.ts'
import { front } from './front.ts'
import { Identities } from './identities.ts'
import { announcement } from './notifications.ts'
import { Buckets, current, sortedKeys } from './objects.ts'
import { Queues } from './queues.ts'
import { ResourcePolicies } from './resources.ts'
import { Services } from './services.ts'

/**
 * An AWS on 127.0.0.1 for tests: S3, SQS, STS, and what collection asks of CloudTrail, GuardDuty, Macie and Security Hub.
 * Signatures, policies and sessions are checked as AWS checks them, so what is refused here would be refused there.
 */
export async function startFakeAws(
  options: { readonly port?: number; readonly account?: string } = {},
): Promise<FakeAws> {
  const account = options.account ?? '111122223333'
  const clock = { offsetMs: 0 }
  const now = () => Date.now() + clock.offsetMs
  const log: LogEntry[] = []
  const trail: FakeAws['trail'] = { publicKeys: [], events: [] }
  const findings = { guardduty: regions(), macie: regions(), securityhub: regions() }
  const faults = new FaultList()
  const identities = new Identities(now)
  const buckets = new Buckets(now)
  let url = ''
  const queues = new Queues(() => url)
  const services = new Services({ trail, findings })
  const theAccount = new Account()
  const resources = new ResourcePolicies()
  const put = async (
    bucket: string,
    key: string,
    bytes: Buffer,
    about: PutOptions,
    checksums: Record<string, string> = {},
  ) => {
    const stored = buckets.put(bucket, key, bytes, about, checksums)
    const { options: of, region } = buckets.get(bucket)
    const object = { bucket, key, bytes: bytes.length, ...stored, region }
    for (const notify of about.silent ? [] : (of.notify ?? [])) {
      if (key.startsWith(notify.prefix ?? '')) await queues.named(notify.queue).send(announce(notify.shape, [object]))
    }
    return stored
  }
  const announce = (shape: Shape, objects: readonly Announced[]) =>
    announcement(shape, objects, account, new Date(now()))

  const server = front({
    identities,
    buckets,
    queues,
    services,
    account: theAccount,
    resources,
    faults,
    log,
    now,
    put: async (bucket, key, bytes, about, checksums) => {
      const { etag, versionId } = await put(bucket, key, bytes, about, checksums)
      return {
        status: 200,
        headers: { etag: `"${etag}"`, ...(versionId ? { 'x-amz-version-id': versionId } : {}) },
        body: '',
      }
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const users = new Map<string, Keys>()
  const user: FakeAws['user'] = (name, more = {}) => {
    const keys = identities.addUser(name, more.account ?? account, more.policy ?? null, more.mfaCode ?? null)
    users.set(name, keys)
    return keys
  }
  return {
    url,
    account,
    admin: user('admin'),
    users,
    user,
    role: (name, more) => identities.addRole(name, more.account ?? account, more),
    session: (role) => identities.session(role),
    bucket: (name, more = {}) => buckets.add(name, { owner: account, ...more }),
    put: (bucket, key, bytes, about = {}) => put(bucket, key, Buffer.from(bytes as Uint8Array), about),
    remove: (bucket, key) => void buckets.remove(bucket, key, null),
    keys: (name) => sortedKeys(buckets.get(name)).filter((key) => current(buckets.get(name), key)),
    queue: (name, more = {}) => queues.add(name, more, account),
    announcement: announce,
    trail,
    findings,
    identities: theAccount.state,
    resources: resources.state,
    faults,
    clock,
    log,
    expireSessions: () => identities.expireSessions(),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await queues.close()
    },
  }
}

const regions = () => new Map<string, readonly Finding[]>()
