// Who there is, for whom they act, and what they may. Signing in, sessions, second factor and passkeys: src/platform/auth/contract.ts.

export * from './contract/account.ts'
export * from './contract/answers.ts'
export * from './contract/audit.ts'
export * from './contract/keys.ts'
export * from './contract/node.ts'
export * from './contract/notices.ts'
export * from './contract/parties.ts'
export * from './contract/people.ts'
export * from './contract/session.ts'
export {
  country,
  countryCodes,
  digests,
  email,
  locale,
  newOrganisation,
  newPerson,
  type Organisation,
  organisation,
  organisationCode,
  organisationKinds,
  personName,
  role,
  scope,
  timeZone,
} from './contract/shapes.ts'
export * from './contract/systems.ts'
