import type { BundleTaken } from '../../shared/bundle.ts'
import type { ImportResult } from '../../shared/case.ts'
import type { CollectionPlan } from '../../shared/collection.ts'
import type { DetectResult } from '../../shared/detection.ts'
import type { ExportResult, Job, ReportVerified } from '../../shared/job.ts'
import type { VerifyResult } from '../../shared/proof.ts'
import type { RecordVerified } from '../../shared/record.ts'

/** The job that runs now, if one does. */
export function runningJob(jobs: readonly Job[]): Job | undefined {
  return jobs.find((job) => job.state === 'running')
}

/** How much of a job is done, 0 to 1, by bytes, else by objects; null while nobody knows. */
export function fraction(job: Job): number | null {
  const { bytes, objects } = job.progress
  const { done, total } = bytes.total !== null && bytes.total > 0 ? bytes : objects
  return total === null || total === 0 ? null : Math.min(1, done / total)
}

export function importResult(job: Job): ImportResult | null {
  return job.result !== null && 'objects' in job.result ? job.result : null
}

export function exportResult(job: Job): ExportResult | null {
  return job.result !== null && 'path' in job.result ? job.result : null
}

export function bundleTaken(job: Job): BundleTaken | null {
  return job.result !== null && 'folder' in job.result ? job.result : null
}

export function planResult(job: Job): CollectionPlan | null {
  return job.result !== null && 'room' in job.result ? job.result : null
}

export function verifyResult(job: Job): VerifyResult | null {
  return job.result !== null && 'holds' in job.result ? job.result : null
}

export function detectResult(job: Job): DetectResult | null {
  return job.result !== null && 'findings' in job.result ? job.result : null
}

export function reportVerified(job: Job): ReportVerified | null {
  return job.result !== null && 'stands' in job.result ? job.result : null
}

export function recordVerified(job: Job): RecordVerified | null {
  return job.result !== null && 'agrees' in job.result ? job.result : null
}

const kinds: Readonly<Record<Job['kind'], readonly [noun: string, doing: string]>> = {
  import: ['Import of', 'Importing'],
  collect: ['Collection of', 'Collecting'],
  plan: ['Plan of', 'Planning'],
  export: ['Export of', 'Exporting'],
  'open-bundle': ['Opening of', 'Opening'],
  verify: ['Verification of', 'Verifying'],
  detect: ['Detection:', 'Detecting'],
  report: ['Report', 'Writing'],
  'verify-report': ['Verification of', 'Verifying'],
  'verify-record': ['Verification of', 'Verifying'],
}

/** What a job is, in a few words. */
export function sayJob(job: Job): string {
  return `${kinds[job.kind][0]} ${job.title}`
}

/** What a running job does, in one word. */
export function doingOf(job: Job): string {
  return kinds[job.kind][1]
}
