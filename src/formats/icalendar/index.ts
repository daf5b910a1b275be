export {
  type Alarm,
  type Answer,
  type Attendee,
  answers,
  type Calendar,
  type CalendarEvent,
  type CalendarUser,
  type Method,
  methods,
  plainEvent,
  type Role,
  type UserType,
} from './event.ts'
export { calendarPart } from './part.ts'
export { type CalendarLimits, calendarLimits, parseCalendar, type ReadCalendar } from './read.ts'
export { serialiseCalendar } from './write.ts'
export { isZone, momentOf, offsetAt, type Transition, transitionsOf, wallOf } from './zone.ts'
