/** The Time-Stamp Protocol (RFC 3161, RFC 5816): requests and answers in DER, and whether an answer holds. Pure, but for the cryptography of the runtime. */
export { type Certificate, readCertificates } from './certificate.ts'
export { sha256Id, sha512Id } from './identifiers.ts'
export { mediaTypes, parseRequest, serialiseRequest, type TimestampRequest } from './request.ts'
export { parseResponse, type Statement, type TimestampResponse, type Token } from './response.ts'
export { type TimestampFlaw, type TimestampVerdict, verifyTimestamp } from './verify.ts'
