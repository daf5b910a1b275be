export { readingAddress } from './acknowledge.ts'
export type { Envelope } from './arrival.ts'
export { type Arrival, lengths, type Place, type Reporter, usableAddress } from './arrival.ts'
export type { CourseEnd, CourseTold } from './contract.ts'
export type { Course } from './course.ts'
export { repliesMarked, replyFiled, replyReceived, reportsReceived, reportsWithdrawn } from './events.ts'
export { ensureChannel, refuseSuspended } from './operations/channels.ts'
export { followCourse, leaveCourse, tellCourse } from './operations/courses.ts'
export { openReceiver, type Receive } from './operations/receive.ts'
export { emptyReplies, markReplies } from './operations/replies.ts'
export { replySubjects, threadSubjects } from './operations/reply-subjects.ts'
export { correspondence } from './operations/retain.ts'
export { type Settled, settleReports } from './operations/settle.ts'
export { mailSubjects, renameInSightings, reportSubjects } from './operations/subjects.ts'
export { closeThreads, noteSent, type OpenThread, openThread, reopenThreads } from './operations/threads.ts'
export { emptyReport, withdrawReport } from './operations/withdraw.ts'
export { withholdReport } from './operations/withhold.ts'
export { page as publicPage } from './pages/frame.ts'
export { html, type Markup } from './pages/markup.ts'
export { channelActor } from './policy.ts'
export { looksLikeMessage } from './recognise.ts'
export { replyView } from './reply-view.ts'
export { languageOf, send as sendPage } from './routes/page.ts'
export { findReply, listAttachments, listReplies, listRepliesIn, type ReplyLine, type ReplyRow, type ReplyState } from './store/replies.ts'
export {
  findReport,
  findReports,
  isOpen,
  listSightings,
  namesWithheld,
  type ReportRow,
  type ReportState,
  reportsOf,
  reportsOfReporters,
  type SightingKind,
  type SightingRow,
} from './store/reports.ts'
export { findThread, listSent, type ThreadRow } from './store/threads.ts'
export { fill, type Language } from './texts.ts'
export { type AboutKind, threadAddress, tidyMessageId } from './thread.ts'
