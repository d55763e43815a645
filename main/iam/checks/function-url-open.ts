import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const functionUrlOpen: Check = {
  id: 'function-url-open',
  theme: 'resources',
  title: 'A function answers everybody on the internet',
  severity: 'high',
  abuse: 'anybody calls it with what he likes: what its role may do depends on its code alone',
  fix: 'use AuthType AWS_IAM, or a gateway in front of it',
  references: ['Prowler awslambda_function_url_public'],
  needs: items('AWS::Lambda::Url', '`aws lambda get-function-url-config`'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::Lambda::Url')
      .filter((item) => fact(item, 'AuthType') === 'NONE')
      .map((item) => ({
        account: item.account,
        principal: item.arn,
        why: `${fact(item, 'FunctionUrl')} asks for no signature`,
      })),
}
