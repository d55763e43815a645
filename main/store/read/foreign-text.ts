import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { saidSql } from './words-in-evidence.ts'

/**
 * Every stretch of signs beyond ASCII in what the logs say, a line each, once: as they are, or escaped as JSON and addresses
 * escape them.
 */
export async function foreignText(db: Db, signal?: Signal): Promise<string> {
  const rows = await db.all<{ part: string }>(
    sql`
      SELECT DISTINCT unnest(regexp_extract_all(text, '(?i)(?:[^\x00-\x7f]|\\+u[0-9a-f]{4}|%[0-9a-f]{2}){2,}')) AS part
      FROM (${saidSql})`,
    {},
    signal,
  )
  return rows.map(({ part }) => unescaped(part)).join('\n')
}

function unescaped(part: string): string {
  const text = part.replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'))
}
