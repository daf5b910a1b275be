/** The evidence package `tocsin-package/1`: a bag (RFC 8493) in a ZIP that can be checked by anyone. docs/evidence-package.md describes it. */
export { type PackageDescription, type PackagedItem, parseDescription, serialiseDescription } from './description.ts'
export type { PackageFlaw, PackageFlawCode } from './flaws.ts'
export { hashList, innerName } from './items.ts'
export { archivePassword, places, sealKind } from './layout.ts'
export { type PackageKeys, type PackageVerification, verifyPackage } from './verify.ts'
export { openPackageWriter, type PackageWriter, type Sealed } from './write.ts'
