import { hasKey, own, table } from './evaluation.ts'

table('one key, many values', 'reference_policies_condition-single-vs-multi-valued-context-keys.html', [
  ['Null asks for absence', ...hasKey({ Null: { k: 'true' } }, ['x']), 'denied'],
  ['Null false asks for presence', ...hasKey({ Null: { k: 'false' } }, ['x']), 'allowed'],
  ['Null takes a boolean', ...hasKey({ Null: { k: false } }, null), 'denied'],
  ['IfExists with another value', ...hasKey({ StringEqualsIfExists: { k: 'a' } }, ['b']), 'denied'],
  ['a negated IfExists without the key', ...hasKey({ StringNotEqualsIfExists: { k: 'a' } }, null), 'allowed'],
  [
    'a Deny that is negated reaches requests without the key',
    ...hasKey({ StringNotEquals: { k: 'a' } }, null, 'Deny'),
    'denied',
  ],
  [
    'a Deny that is negated with IfExists does, too',
    ...hasKey({ StringNotEqualsIfExists: { k: 'a' } }, null, 'Deny'),
    'denied',
  ],
  [
    'a Deny with ForAnyValue does not reach them',
    ...hasKey({ 'ForAnyValue:StringNotEquals': { k: 'a' } }, null, 'Deny'),
    'allowed',
  ],
  [
    'a Deny with ForAllValues reaches them',
    ...hasKey({ 'ForAllValues:StringEquals': { k: 'a' } }, null, 'Deny'),
    'denied',
  ],
  [
    'ForAllValues, negated, none of the values',
    ...hasKey({ 'ForAllValues:StringNotEquals': { k: ['a'] } }, ['b', 'c']),
    'allowed',
  ],
  [
    'ForAllValues, negated, one of the values',
    ...hasKey({ 'ForAllValues:StringNotEquals': { k: ['a'] } }, ['a', 'b']),
    'denied',
  ],
  [
    'ForAnyValue, negated, one other value',
    ...hasKey({ 'ForAnyValue:StringNotEquals': { k: ['a'] } }, ['a', 'b']),
    'allowed',
  ],
  [
    'ForAllValues with Null closes the hole',
    ...hasKey({ 'ForAllValues:StringEquals': { k: 'a' }, Null: { k: 'false' } }, null),
    'denied',
  ],
  [
    'an empty list is like no key for ForAllValues',
    ...hasKey({ 'ForAllValues:StringEquals': { k: 'a' } }, []),
    'allowed',
  ],
  ['an empty list is like no key for ForAnyValue', ...hasKey({ 'ForAnyValue:StringEquals': { k: 'a' } }, []), 'denied'],
  ['a test without values matches nothing', ...hasKey({ StringEquals: { k: [] } }, ['a']), 'denied'],
  [
    'several operators must all hold',
    ...hasKey({ StringLike: { k: 'a*' }, StringNotLike: { k: '*z' } }, ['abz']),
    'denied',
  ],
])

table('operators', 'reference_policies_elements_condition_operators.html', [
  ['Bool takes a boolean of JSON', ...hasKey({ Bool: { k: true } }, ['true']), 'allowed'],
  ['Bool without the key', ...hasKey({ Bool: { k: 'false' } }, null), 'denied'],
  ['BoolIfExists without the key', ...hasKey({ BoolIfExists: { k: 'false' } }, null), 'allowed'],
  [
    'a string compared with a boolean, with regard to case',
    ...hasKey({ StringEquals: { k: 'True' } }, ['true']),
    'denied',
  ],
  ['a string without regard to case', ...hasKey({ StringNotEqualsIgnoreCase: { k: 'TRUE' } }, ['true']), 'denied'],
  ['StringLike with a question mark', ...hasKey({ StringLike: { k: 'a?c' } }, ['abbc']), 'denied'],
  [
    'StringLike reaches over colons and slashes',
    ...hasKey({ StringLike: { k: 'arn:aws:iam::*admin' } }, ['arn:aws:iam::1:role/x/admin']),
    'allowed',
  ],
  ['a number less than one of several', ...hasKey({ NumericLessThan: { k: ['5', '50'] } }, ['10']), 'allowed'],
  ['a number of JSON', ...hasKey({ NumericGreaterThanEquals: { k: 10 } }, ['10']), 'allowed'],
  ['a negated number without the key', ...hasKey({ NumericNotEquals: { k: '1' } }, null), 'allowed'],
  ['an ISO date', ...hasKey({ DateLessThan: { k: '2026-01-01T00:00:00Z' } }, ['2025-12-31T23:59:59Z']), 'allowed'],
  [
    'an ISO date of another zone',
    ...hasKey({ DateGreaterThan: { k: '2026-01-01T02:00:00+02:00' } }, ['2026-01-01T00:00:00Z']),
    'denied',
  ],
  [
    'an ISO date without a zone is UTC wherever this runs',
    ...hasKey({ DateEquals: { k: '2026-01-01T00:00:00' } }, ['2026-01-01T00:00:00Z']),
    'allowed',
  ],
  ['a day', ...hasKey({ DateGreaterThanEquals: { k: '2026-01-01' } }, ['2026-01-01T00:00:00Z']), 'allowed'],
  [
    'a date in seconds against an ISO date',
    ...hasKey({ DateLessThan: { k: '2026-01-01T00:00:00Z' } }, ['1767225599']),
    'allowed',
  ],
  ['seconds compared as numbers', ...hasKey({ NumericLessThan: { k: 1767225600 } }, ['1767225599']), 'allowed'],
  ['words that are no date', ...hasKey({ DateGreaterThan: { k: 'Day 1' } }, ['2026-01-01T00:00:00Z']), 'denied'],
  [
    'IPv6 in other spelling',
    ...hasKey({ IpAddress: { k: '2001:0DB8:1234:5678::/64' } }, ['2001:db8:1234:5678:0:0:0:1']),
    'allowed',
  ],
  ['IPv6 outside', ...hasKey({ IpAddress: { k: '2001:db8:1234:5678::/64' } }, ['2001:db8:1234:5679::1']), 'denied'],
  ['one address without a mask', ...hasKey({ IpAddress: { k: '203.0.113.7' } }, ['203.0.113.8']), 'denied'],
  [
    'a Deny of all but IPv4 networks refuses IPv6',
    ...hasKey({ NotIpAddress: { k: ['0.0.0.0/0'] } }, ['2001:db8::1'], 'Deny'),
    'denied',
  ],
  ['BinaryEquals of the same bytes', ...hasKey({ BinaryEquals: { k: 'QmluYXJ5' } }, ['QmluYXJ5']), 'allowed'],
  ['BinaryEquals of other case', ...hasKey({ BinaryEquals: { k: 'qmluyxj5' } }, ['QmluYXJ5']), 'denied'],
  [
    'ArnEquals takes wildcards as ArnLike does',
    ...hasKey({ ArnEquals: { k: 'arn:aws:sns:*:*:t?pic' } }, [`arn:aws:sns:eu-west-1:${own}:topic`]),
    'allowed',
  ],
  [
    'a wildcard of ArnLike does not reach over a colon',
    ...hasKey({ ArnLike: { k: 'arn:aws:sns:*:topic' } }, [`arn:aws:sns:eu-west-1:${own}:topic`]),
    'denied',
  ],
  [
    'but does in the last part',
    ...hasKey({ ArnLike: { k: 'arn:aws:lambda:*:*:function:*' } }, [
      `arn:aws:lambda:eu-west-1:${own}:function:f:alias`,
    ]),
    'allowed',
  ],
  ['ArnNotLike without the key', ...hasKey({ ArnNotLike: { k: 'arn:aws:iam::*:role/x' } }, null), 'allowed'],
])
