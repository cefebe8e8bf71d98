import { type ComponentType, lazy } from 'react';
import { createBrowserRouter } from 'react-router';
import { base } from './base';
import { AdminsOnly } from './frame/admins-only';
import { DevelopersOnly } from './frame/developers-only';
import { Frame } from './frame/frame';
import { Home } from './frame/home';
import { Broken, NotHere } from './frame/not-here';

/** A page of its own file, fetched on navigation. */
function page<K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) {
  const Page = lazy<ComponentType>(async () => ({ default: (await load())[name] }));
  return <Page />;
}

export const router = createBrowserRouter(
  [
    {
      element: <Frame />,
      errorElement: <Broken />,
      children: [
        { index: true, element: <Home /> },
        {
          path: 'account',
          children: [
            { index: true, element: page(() => import('./account/profile'), 'Profile') },
            { path: 'security', element: page(() => import('./account/security'), 'Security') },
            { path: 'applications', element: page(() => import('./account/applications'), 'Applications') },
            {
              path: 'applications/new',
              element: (
                <DevelopersOnly of="applications">
                  {page(() => import('./account/new-application'), 'NewApplication')}
                </DevelopersOnly>
              ),
            },
            { path: 'applications/:id', element: page(() => import('./account/application'), 'ApplicationPage') },
            { path: 'api-keys', element: page(() => import('./account/api-keys'), 'ApiKeys') },
            {
              path: 'api-keys/new',
              element: (
                <DevelopersOnly of="api-keys">
                  {page(() => import('./account/new-api-key'), 'NewApiKey')}
                </DevelopersOnly>
              ),
            },
            { path: 'ip-whitelist', element: page(() => import('./account/ip-whitelist'), 'IpWhitelist') },
            { path: 'sessions', element: page(() => import('./account/sessions'), 'Sessions') },
            { path: 'brands', element: page(() => import('./admin/brands'), 'Brands') },
            { path: 'brands/new', element: page(() => import('./admin/new-brand'), 'NewBrand') },
            { path: 'brands/:id', element: page(() => import('./admin/brand'), 'BrandPage') },
            { path: 'consents', element: page(() => import('./account/consents'), 'Consents') },
          ],
        },
        {
          path: 'admin',
          element: <AdminsOnly />,
          children: [
            { index: true, element: page(() => import('./admin/dashboard'), 'Dashboard') },
            { path: 'users', element: page(() => import('./admin/users'), 'Users') },
            { path: 'users/new', element: page(() => import('./admin/new-user'), 'NewUser') },
            { path: 'users/:id', element: page(() => import('./admin/user'), 'UserPage') },
            { path: 'brands', element: page(() => import('./admin/brands'), 'Brands') },
            { path: 'brands/new', element: page(() => import('./admin/new-brand'), 'NewBrand') },
            { path: 'brands/:id', element: page(() => import('./admin/brand'), 'BrandPage') },
            { path: 'applications', element: page(() => import('./admin/all-applications'), 'AllApplications') },
            { path: 'scopes', element: page(() => import('./admin/scopes'), 'Scopes') },
            { path: 'resources', element: page(() => import('./admin/resources'), 'Resources') },
            { path: 'signing-keys', element: page(() => import('./admin/signing-keys'), 'SigningKeys') },
            { path: 'audit', element: page(() => import('./admin/audit'), 'Audit') },
            { path: 'refusals', element: page(() => import('./admin/refusals'), 'Refusals') },
            { path: 'incidents', element: page(() => import('./admin/incidents'), 'Incidents') },
          ],
        },
        { path: 'confirm-address', element: page(() => import('./account/confirm-address'), 'ConfirmAddress') },
        { path: '*', element: <NotHere /> },
      ],
    },
  ],
  { basename: `${base}/console` },
);
