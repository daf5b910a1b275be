export { type JudgedReading, judgeMessage, judgeStored, type Teaching } from './judge.ts'
export { type Lesson, lessonVersion, type Shape, type Taught } from './lesson.ts'
export { type Learned, learnLessons, mostLessons, type Said } from './taught.ts'
