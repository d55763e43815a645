/** What stays open is a list of sentences that must all hold: "allowed if aws:MultiFactorAuthPresent is true". */
export interface Unknown {
  readonly when: readonly string[]
}

/** Yes, no, or "it depends on something that is not in the evidence". */
export type Truth = boolean | Unknown

export function unknown(...when: readonly string[]): Unknown {
  return { when }
}

export function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false
  if (a === true) return b
  if (b === true) return a
  return { when: [...new Set([...a.when, ...b.when])] }
}

export function either(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true
  if (a === false) return b
  if (b === false) return a
  const [left, right] = [a.when.join(' and '), b.when.join(' and ')]
  return left === right ? a : { when: [`${left}, or ${right}`] }
}

export function not(a: Truth): Truth {
  if (typeof a === 'boolean') return !a
  return { when: [`not (${a.when.join(' and ')})`] }
}

export function all<T>(list: readonly T[], test: (each: T) => Truth): Truth {
  let truth: Truth = true
  for (const each of list) {
    truth = both(truth, test(each))
    if (truth === false) return false
  }
  return truth
}

export function any<T>(list: readonly T[], test: (each: T) => Truth): Truth {
  let truth: Truth = false
  for (const each of list) {
    truth = either(truth, test(each))
    if (truth === true) return true
  }
  return truth
}
