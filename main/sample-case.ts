import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api } from '../shared/api.ts'
import type { CaseInfo } from '../shared/case.ts'
import { casesFolder } from './app-folders.ts'
import { writeIdentities } from './sample/identities/write-identities.ts'
import { writeSample } from './sample/write-sample.ts'

interface Entering {
  readonly api: Api
  enter(path: string, create: { name: string } | null): Promise<CaseInfo>
}

/** Opens the sample case. The first time it is created, its logs are generated, and their import starts as a job. */
export async function openSample({ api, enter }: Entering): Promise<CaseInfo> {
  const path = join(casesFolder(), 'sample.coldtrail')
  const exists = existsSync(join(path, 'case.json'))
  const info = await enter(path, exists ? null : { name: 'Sample: the leaked build key' })
  const running = (await api.jobs({})).some((job) => job.state === 'running')
  const whole = info.events > 0 && (await api.overview({})).unfinished.length === 0
  if (whole || info.readOnly || running) return info

  const logs = await mkdtemp(join(tmpdir(), 'coldtrail-sample-'))
  await writeSample(logs)
  await writeIdentities(logs)
  const job = await api.startImport({ paths: [logs], named: 'sample' })
  void finished(api, job.id).finally(() => rm(logs, { recursive: true, force: true }))
  return api.caseInfo({})
}

async function finished(api: Api, id: string): Promise<void> {
  for (;;) {
    const job = (await api.jobs({})).find((one) => one.id === id)
    if (job?.state !== 'running') return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
