import { readFileSync } from 'node:fs'

/**
 * A lock file made where a registry lacks the binaries of other platforms silently leaves them out, and then nobody on
 * those platforms can install. Every optional dependency that is named must have an entry, and no entry an address.
 */
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const problems = []
for (const [path, entry] of Object.entries(packages)) {
  if (entry.resolved)
    problems.push(`${path} has an address (resolved): run "npm install" with omit-lockfile-registry-resolved=true`)
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!isLocked(path, name))
      problems.push(`${name}, an optional dependency of ${path || 'the project'}, has no entry`)
  }
}

const { dependencies, devDependencies, because } = JSON.parse(readFileSync('package.json', 'utf8'))
const used = Object.keys({ ...dependencies, ...devDependencies })
for (const name of used) if (!because[name]) problems.push(`package.json has no "because" for ${name}`)
for (const name of Object.keys(because))
  if (!used.includes(name)) problems.push(`package.json has a "because" for ${name}, which it does not use`)

for (const problem of problems) console.error(problem)
process.exit(problems.length > 0 ? 1 : 0)

/** As Node looks a package up: in the folder itself, then in every folder above. */
function isLocked(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (!at) return false
    if (!at.includes('/node_modules/')) {
      if (packages[`node_modules/${name}`]) return true
      return false
    }
  }
}
