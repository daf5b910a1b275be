export { type RedactedMessage, type Redraw, redactionLimits, redactMessage } from './message.ts'
export { standsIn } from './people.ts'
export { redactPlain } from './plain.ts'
export {
  type LeftBehind,
  type Redaction,
  type RedactionRules,
  type RedactionSubject,
  type Removal,
  type Removed,
  removals,
  strictRules,
} from './profile.ts'
