import type { ExportResult } from '../../shared/job.ts'
import { count, size } from './quantities.ts'

/** What an export wrote, in one line. */
export function written({ path, rows, bytes, sha256 }: ExportResult): string {
  return `${count(rows, 'row')} (${size(bytes)}) written to ${path}, sha256 ${sha256}`
}
