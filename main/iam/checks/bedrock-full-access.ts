import type { Check } from './check.ts'
import { details } from './needs.ts'

export const bedrockFullAccess: Check = {
  id: 'bedrock-full-access',
  theme: 'rights',
  title: 'AmazonBedrockFullAccess is given',
  severity: 'medium',
  abuse: "models are used on the account's bill, and what they are given is read",
  fix: 'allow invoking the models that are needed',
  references: ['Prowler bedrock_full_access_policy_attached'],
  needs: details,
  look: ({ inventory }) =>
    [...inventory.principals, ...inventory.groups].flatMap(({ arn, account, attached }) =>
      attached
        .filter((policy) => policy.arn?.endsWith(':policy/AmazonBedrockFullAccess') === true)
        .map(() => ({
          account,
          principal: arn,
          why: 'AmazonBedrockFullAccess hangs on it',
          actions: ['bedrock:InvokeModel'],
        })),
    ),
}
