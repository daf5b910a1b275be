// What crosses the wire about cases: request and response of every route, for server, console and OpenAPI.

export * from './contract/actions.ts'
export * from './contract/bulk.ts'
export * from './contract/cases.ts'
export * from './contract/harm.ts'
export * from './contract/lookback.ts'
export * from './contract/parts.ts'
export * from './contract/settings.ts'
export {
  actionKinds,
  actionStates,
  audiences,
  caseKinds,
  caseOrders,
  caseStates,
  closedWhys,
  closingWhys,
  linkKinds,
  outcomeKinds,
  partyRoles,
  taskStates,
  type Who,
} from './contract/shapes.ts'
