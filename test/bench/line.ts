/** One line of the bench: what, how much, and what to read it against. */
export function line(name: string, value: string, beside = ''): void {
  console.log(`${name.padEnd(36)} ${value.padStart(12)}  ${beside}`)
}
