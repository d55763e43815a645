import { fieldsOf } from './spans.ts'

/** JSON objects on the way: values are JSON text. */
export type Tree = Map<string, Tree | string>

/** Puts a value where its path leads; false where something stands there already. */
export function plant(into: Tree, [name = '', ...rest]: readonly string[], json: string): boolean {
  const held = into.get(name)
  if (rest.length === 0) {
    if (held === undefined) into.set(name, json)
    return held === undefined
  }
  if (typeof held === 'string') return false
  const tree: Tree = held ?? new Map()
  if (!plant(tree, rest, json)) return false
  into.set(name, tree)
  return true
}

export function treeText(tree: Tree | string): string {
  if (typeof tree === 'string') return tree
  return `{${[...tree].map(([name, value]) => `${JSON.stringify(name)}:${treeText(value)}`).join(',')}}`
}

/** The record with `userIdentity.arn` and the like put back into the structures that they were taken from. */
export function nestFields(record: Buffer): Buffer {
  const tree: Tree = new Map()
  for (const [name, value] of fieldsOf(record)) {
    const path = name.split('.')
    if (path.length > 32 || !plant(tree, path, value.toString())) plant(tree, [name], value.toString())
  }
  return Buffer.from(treeText(tree))
}
