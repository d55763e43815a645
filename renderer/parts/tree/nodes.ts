import { type Json, nestedJson } from './json.ts'

/** Keys and positions from the top of the tree down to a value. */
export type Path = readonly (string | number)[]

/** One line of a tree as it is shown. */
export interface TreeNode {
  readonly path: Path
  /** Unique in the tree. */
  readonly id: string
  readonly level: number
  readonly kind: 'object' | 'list' | 'text' | 'number' | 'boolean' | 'null' | 'more'
  readonly value: Json
  /** Null for what cannot be opened. */
  readonly open: boolean | null
  /** How many members it has; of `more`, how many are not shown. */
  readonly size: number
  /** It was logged as text that holds JSON. */
  readonly wasText: boolean
}

export interface TreeShape {
  /** Nodes that were opened or closed by hand, by id. */
  readonly turned: ReadonlyMap<string, boolean>
  /** How many members of a long list or object are shown, by id, where it is not the usual number. */
  readonly shown: ReadonlyMap<string, number>
  /** Levels that are open unless closed by hand. */
  readonly depth: number
  /** Only lines with this in their key or value, and those above them; lower case, empty for all. */
  readonly find: string
}

export const usuallyShown = 100

export function idOf(path: Path): string {
  return JSON.stringify(path)
}

/** The lines of a tree from top to bottom. The top itself is not a line, its members are. */
export function lines(top: Json, shape: TreeShape): readonly TreeNode[] {
  return membersOf(top).flatMap(([key, value]) => under([key], value, 1, shape, false))
}

function under(path: Path, logged: Json, level: number, shape: TreeShape, found: boolean): readonly TreeNode[] {
  const nested = typeof logged === 'string' ? nestedJson(logged) : undefined
  const value = nested ?? logged
  const id = idOf(path)
  const node = { path, id, level, value: logged, wasText: nested !== undefined }
  const here = found || shape.find === '' || matches(path, value, shape.find)
  if (typeof value !== 'object' || value === null) {
    return here ? [{ ...node, kind: kindOf(value), open: null, size: 0 }] : []
  }

  const members = membersOf(value)
  const kind = Array.isArray(value) ? 'list' : 'object'
  const finding = shape.find !== '' && !found
  const open = members.length > 0 && (shape.turned.get(id) ?? (finding || level <= shape.depth))
  const most = shape.shown.get(id) ?? usuallyShown
  const inside = open
    ? members
        .slice(0, most)
        .flatMap(([key, member]) => under([...path, key], member, level + 1, shape, here && shape.find !== ''))
    : []
  if (!here && inside.length === 0) return []
  const head: TreeNode = { ...node, kind, open: members.length > 0 ? open : null, size: members.length }
  if (!open || members.length <= most) return [head, ...inside]
  const left = members.length - most
  const more: TreeNode = { ...node, id: `${id}…`, level: level + 1, kind: 'more', open: null, size: left }
  return [head, ...inside, more]
}

function membersOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return value.map((member: Json, at) => [at, member] as const)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function kindOf(value: Json): 'text' | 'number' | 'boolean' | 'null' {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' ? 'text' : 'number'
}

function matches(path: Path, value: Json, find: string): boolean {
  const key = String(path.at(-1) ?? '').toLowerCase()
  return key.includes(find) || (typeof value !== 'object' && String(value).toLowerCase().includes(find))
}
