import { sql } from '../../shared/sql.ts'
import type { Db } from './db.ts'

/** Which object holds the bytes of a SHA-256: asked for each file of an import, so it is held in memory. */
export class Known {
  readonly #objects: Map<string, number>

  private constructor(objects: Map<string, number>) {
    this.#objects = objects
  }

  /** Of all objects whose records are stored; the first where several hold the same bytes. */
  static async load(db: Db): Promise<Known> {
    const { rows } = await db.rows(
      sql`
        SELECT sha256, object_id FROM object
        WHERE state IN ('stored', 'partial') AND sha256 IS NOT NULL
        ORDER BY object_id DESC`,
    )
    return new Known(new Map(rows.map(([sha256, objectId]) => [packed(sha256 as string), objectId as number])))
  }

  get size(): number {
    return this.#objects.size
  }

  get(sha256: string): number | undefined {
    return this.#objects.get(packed(sha256))
  }

  add(sha256: string, objectId: number): void {
    this.#objects.set(packed(sha256), objectId)
  }
}

/** 32 characters instead of 64: a case may hold millions of objects. */
function packed(sha256: string): string {
  return Buffer.from(sha256, 'hex').toString('latin1')
}
