export * from './contract/forms.ts'
export * from './contract/lists.ts'
export * from './contract/releases.ts'
export * from './contract/shapes.ts'
