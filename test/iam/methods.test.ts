import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readActionFacts } from '../../main/iam/actions.ts'
import { readMethods } from '../../main/iam/escalation/method.ts'

const actions = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
const methods = readMethods(readFileSync('assets/escalation-methods.json', 'utf8'))

test('every method has an id of its own, actions that AWS knows, and what its class needs', () => {
  const odd = methods.flatMap((method) => {
    // The portal of Identity Center answers this one; the Service Authorization Reference does not list it.
    const unknown = method.actions
      .flat()
      .filter((action) => action !== 'sso:GetRoleCredentials' && actions.get(action.toLowerCase())?.name !== action)
    const wrong = [
      ...unknown.map((action) => `no action ${action}`),
      ...(method.class === 'pass' && !method.services?.length ? ['no service'] : []),
      ...(method.class === 'pass' && !method.actions.some((one) => one.includes('iam:PassRole')) ? ['no pass'] : []),
      ...(method.class === 'exist' && method.needs === undefined ? ['needs nothing'] : []),
      ...(method.sources.length === 0 ? ['no source'] : []),
      ...(methods.filter(({ id }) => id === method.id).length > 1 ? ['twice'] : []),
    ]
    return wrong.map((each) => `${method.id}: ${each}`)
  })
  expect(odd).toEqual([])
})
