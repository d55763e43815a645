import { fact, itemsOf } from '../model/items-of.ts'
import { isObject } from '../policy/document.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const foreignLayer: Check = {
  id: 'foreign-layer',
  theme: 'resources',
  title: 'A function runs code of another account',
  severity: 'low',
  abuse: 'who controls that account puts code into the function, and with it has the rights of its role',
  fix: 'keep a copy of the layer in the own account; AWS and vendors publish layers in accounts of their own',
  references: ['Prowler awslambda_function_using_cross_account_layers'],
  needs: items('AWS::Lambda::Function', 'AWS Config items of functions, or `aws lambda list-functions`'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::Lambda::Function').flatMap((item) =>
      [fact(item, 'Layers')]
        .flat()
        .filter(isObject)
        .map((layer) => String(layer.arn ?? layer.Arn ?? ''))
        .filter((arn) => /^\d{12}$/.test(arnParts(arn)[4] ?? '') && arnParts(arn)[4] !== item.account)
        .map((arn) => ({ account: item.account, principal: item.arn, resource: arn, why: `it runs ${arn}` })),
    ),
}
