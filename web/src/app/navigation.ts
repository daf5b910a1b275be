import type { Icon } from '@tabler/icons-react'
import type { AnyRouter } from '@tanstack/react-router'
import type { SessionState } from '../../../src/domain/directory/contract.ts'

export const navGroups = ['work', 'network', 'organisation', 'node'] as const

/** How a page stands in the navigation and in the command palette. Pages without it are reached from others. */
export type Nav = {
  /** a key of the catalogue, with its area: `shell:nav.people` */
  readonly label: string
  readonly group: (typeof navGroups)[number]
  /** lower stands first */
  readonly order: number
  readonly icon: Icon
  /** whether this person, acting as they do now, may use it */
  may(session: SessionState): boolean
  /** the page takes `?q=`: the palette offers to search there */
  readonly searches?: boolean
}

declare module '@tanstack/react-router' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be added to from outside
  interface StaticDataRouteOption {
    readonly nav?: Nav
  }
}

export type NavItem = Nav & { readonly to: string }

/** The pages that this person is offered, in order. */
export function navItems(router: AnyRouter, session: SessionState): readonly NavItem[] {
  const routes = Object.values(router.routesById) as {
    readonly fullPath: string
    readonly options: { readonly staticData?: { readonly nav?: Nav } }
  }[]
  return routes
    .flatMap((route) => {
      const nav = route.options.staticData?.nav
      return nav?.may(session) === true ? [{ ...nav, to: route.fullPath }] : []
    })
    .sort((one, other) => navGroups.indexOf(one.group) - navGroups.indexOf(other.group) || one.order - other.order)
}

/** Whether an item is where one is only by its very address, since others stand below it. */
export function standsAlone(item: NavItem, items: readonly NavItem[]): boolean {
  const below = item.to.endsWith('/') ? item.to : `${item.to}/`
  return items.some(({ to }) => to !== item.to && to.startsWith(below))
}

/** Where somebody goes who asked for nothing in particular. */
export function homeOf(router: AnyRouter, session: SessionState): string {
  return navItems(router, session)[0]?.to ?? '/account'
}
