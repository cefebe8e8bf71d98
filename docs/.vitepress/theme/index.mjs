import { h } from 'vue';
import { useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import './elsewhere.css';

/** The server's other pages: they are beside the site, under the path of the issuer. */
function Elsewhere() {
  const root = useData().site.value.base.replace(/docs\/guides\/$/, '');
  return [
    ['API', 'docs'],
    ['Console', 'console'],
  ].map(([label, place]) => h('a', { class: 'elsewhere', href: root + place, target: '_self' }, label));
}

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'nav-bar-content-after': () => h(Elsewhere),
    }),
};
