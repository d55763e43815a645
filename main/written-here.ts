import type { WrittenHere } from '../shared/audit.ts'
import type { Signal } from '../shared/signal.ts'
import { auditLog } from './store/audit-log.ts'
import type { CaseFile } from './store/case-file.ts'

/**
 * The line of the audit log that says that this case wrote the file with this SHA-256; null: there is none. Figures can be
 * computed again and words cannot: whoever makes a page anew with other words is found by this alone.
 */
export async function writtenHere(
  file: CaseFile,
  action: 'report-written' | 'record-written',
  sha256: string,
  signal: Signal,
): Promise<WrittenHere | null> {
  const { rows } = await auditLog(file.path)({ search: sha256, action, offset: 0, limit: 1000 }, signal)
  const line = rows.find(({ details }) => (JSON.parse(details) as { sha256?: unknown } | null)?.sha256 === sha256)
  if (!line || line.seq === null || line.at === null || line.who === null) return null
  return { line: line.seq, at: line.at, by: line.who }
}
