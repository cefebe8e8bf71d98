/**
 * Whether an application `a` shows its brand: an administrator gave it, or its owner may give it now, as an owner of the
 * brand or an administrator. Asked at each use, so that leaving the brand ends it.
 */
export const SHOWN_BRAND = `(a.brand_given
  OR EXISTS (SELECT FROM brand_members m WHERE m.brand_id = a.brand_id AND m.user_id = a.owner_id AND m.role = 'owner' AND m.accepted)
  OR EXISTS (SELECT FROM users u WHERE u.id = a.owner_id AND u.role = 'admin'))`;
