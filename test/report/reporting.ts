import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { engineHandlers } from '../../main/api.ts'
import { Jobs } from '../../main/jobs.ts'
import type { CaseFile } from '../../main/store/case-file.ts'
import type { Handlers } from '../../shared/api.ts'
import type { ExportResult, Job } from '../../shared/job.ts'
import type { ReportFormat } from '../../shared/report/formats.ts'
import { caseOf, load, run } from '../detect/detecting.ts'

/** An engine's answers about a case, and the ends of its jobs. */
export interface Reporting {
  readonly file: CaseFile
  readonly api: Handlers<'case'>
  readonly folder: string
  done(start: () => Promise<Job>): Promise<Job>
  /** Writes the report, which must succeed; answers the path. */
  write(name: string, what: { readonly format: ReportFormat; readonly share?: true }): Promise<string>
  close(): Promise<void>
}

export const never = new AbortController().signal

/** A case of CloudTrail records in which a rule found what it finds. */
export async function reportingOn(
  records: readonly Readonly<Record<string, unknown>>[],
  rule: string,
): Promise<Reporting> {
  const file = await caseOf(records)
  await run(file, load(rule))
  return reportingOf(file)
}

/** The same of a case that is open. */
export function reportingOf(file: CaseFile): Reporting {
  const ends = new Map<string, Job>()
  let ended = () => {}
  const jobs = new Jobs((job) => {
    if (job.state === 'running') return
    ends.set(job.id, job)
    ended()
  })
  const api = engineHandlers(file, jobs, () => {}, '0.1.0')
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-report-'))
  const done = async (start: () => Promise<Job>): Promise<Job> => {
    const { id } = await start()
    for (;;) {
      const end = ends.get(id)
      if (end) return end
      await new Promise<void>((resolve) => {
        ended = resolve
      })
    }
  }
  return {
    file,
    api,
    folder,
    done,
    write: async (name, what) => {
      const path = join(folder, name)
      const job = await done(() => api.startReport({ format: what.format, share: what.share === true, path }, never))
      expect(job.error).toBeNull()
      expect((job.result as ExportResult).path).toBe(path)
      return path
    },
    close: async () => {
      await jobs.close()
      await file.close()
    },
  }
}

/** Log text that would act in a page, a formula, a table or a line of text. */
export const hostile = `</script><img src=x onerror=alert(1)>"'=cmd|' /C calc'!A0 \u202egnp.exe`

/** A call of IAM with the hostile text as its user agent. */
export function hostileRecord(place: number, more: object = {}): Readonly<Record<string, unknown>> {
  return {
    eventVersion: '1.11',
    eventID: `id-${place}`,
    eventTime: `2026-03-0${1 + (place % 9)}T10:00:00Z`,
    eventSource: 'iam.amazonaws.com',
    eventName: place % 2 === 0 ? 'CreateUser' : 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.9',
    userAgent: hostile,
    recipientAccountId: '111122223333',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/mallory-the-guest',
      accountId: '111122223333',
      userName: 'mallory-the-guest',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    },
    ...more,
  }
}

export const userCreated = `title: A user was created
id: 00000000-0000-4000-8000-000000000001
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  made: { eventName: CreateUser }
  condition: made
tags: [attack.persistence, attack.t1136.003]`
