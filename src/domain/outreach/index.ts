// The door of the room: what other rooms may use. README.md tells what it promises.
export { publishBarometerJob } from './jobs.ts'
export { outreachRoutes } from './routes.ts'
