import type { Inventory, Item } from './inventory.ts'

/** Everything of a type; what several pieces of evidence say of one thing is put together. */
export function itemsOf({ items }: Pick<Inventory, 'items'>, type: string): readonly Item[] {
  const all = new Map<string, Item>()
  for (const item of items) {
    if (item.type !== type) continue
    const before = all.get(item.arn)
    all.set(
      item.arn,
      before === undefined
        ? item
        : {
            ...item,
            account: item.account || before.account,
            at: item.at ?? before.at,
            facts: { ...before.facts, ...item.facts },
          },
    )
  }
  return [...all.values()]
}

/** A field of an item in whichever case its first letter is written. */
export function fact({ facts }: Item, name: string): unknown {
  return (
    facts[name] ??
    facts[name.charAt(0).toLowerCase() + name.slice(1)] ??
    facts[name.charAt(0).toUpperCase() + name.slice(1)]
  )
}
