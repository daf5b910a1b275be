import type { Card, MemberKind } from './member.ts'

/** What a row is where it does not say. */
export type Supposed = { readonly kind: MemberKind; readonly category: Card['category'] }

/** A row as texts, before it is known to be good. */
export type RawMember = { readonly line: number; readonly kind: string; readonly card: Readonly<Record<string, unknown>> }
