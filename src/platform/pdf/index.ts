export { setDocumentTask } from './task.ts'
