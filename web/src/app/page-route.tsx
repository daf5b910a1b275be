import type { Icon } from '@tabler/icons-react'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { type Role, roles } from '../../../src/base/actor.ts'
import type { Right, SessionState } from '../../../src/domain/directory/contract.ts'
import { fetched } from './fetched.ts'
import type { Nav } from './navigation.ts'
import { actsForNetwork, isAtLeast, may, sessionQuery, setupQuery } from './session.ts'

// What every page of the console is made with: what surrounds it, and how its path, file and place in the navigation are stated (`routes.tsx`).

export const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet })

/** What surrounds the pages; apart from the entry, since the door does without it. */
export const loadShell = () => import('./shell/shell.tsx')

/** Pages of somebody who is signed in. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyRouteComponent(loadShell, 'Shell'),
  async beforeLoad({ context, location }) {
    const session = await context.queries.ensureQueryData(sessionQuery)
    if (session !== null) return { session }
    const { open } = await context.queries.fetchQuery(setupQuery)
    if (open) throw redirect({ to: '/setup' })
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
  },
})

/** Pages of somebody who is not. */
export const door = createRoute({
  getParentRoute: () => root,
  id: 'door',
  component: lazyRouteComponent(() => import('../directory/door.tsx'), 'Door'),
})

type Loader<Name extends string> = () => Promise<{ readonly [N in Name]: React.ComponentType }>

/** A page of the shell: its path, its file, the component in it, and where it stands in the navigation. */
export function page<const Path extends `/${string}`, const Name extends string>(
  path: Path,
  load: Loader<Name>,
  name: Name,
  staticData: { readonly nav?: Nav } = {},
) {
  return { getParentRoute: () => shell, path, component: lazyRouteComponent(fetched(load), name), staticData }
}

export function doorPage<const Path extends `/${string}`, const Name extends string>(path: Path, load: Loader<Name>, name: Name) {
  return { getParentRoute: () => door, path, component: lazyRouteComponent(fetched(load), name) }
}

export function nav(
  label: string,
  group: Nav['group'],
  order: number,
  icon: Icon,
  allowed: Nav['may'],
  more: Pick<Nav, 'searches'> = {},
): { nav: Nav } {
  return { nav: { label, group, order, icon, may: allowed, ...more } }
}

/** For pages of rooms whose rights follow the role alone. */
export function holdsRole(role: Role): (session: SessionState) => boolean {
  return (session) => isAtLeast(session, role)
}

/** For what an organisation with a desk does, and the network does not: it has no reports, no people and no systems of its own. */
export function atDesk(needs: Role | Right): (session: SessionState) => boolean {
  return (session) => !actsForNetwork(session) && (isRole(needs) ? isAtLeast(session, needs) : may(session, needs))
}

function isRole(needs: Role | Right): needs is Role {
  return roles.some((role) => role === needs)
}

/** For the network's pages: its members, and whoever acts for it. */
export function inNetwork(role: Role): (session: SessionState) => boolean {
  return (session) => isAtLeast(session, role) && session.network !== null
}

/** For what members do as themselves, and the network does not. */
export function ofMember(session: SessionState): boolean {
  return isAtLeast(session, 'viewer') && session.network !== null && !actsForNetwork(session)
}

/** For the pages of the secretariat. */
export function atSecretariat(role: Role): (session: SessionState) => boolean {
  return (session) => isAtLeast(session, role) && actsForNetwork(session)
}

export function holds(right: Right): (session: SessionState) => boolean {
  return (session) => may(session, right)
}
