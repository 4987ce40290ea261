// How strict html-validate is: all that the standard says, all that it recommends, and what helps those who do not see.
export default {
  root: true,
  extends: ['html-validate:standard', 'html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
  rules: {
    // Our own way of writing it; the standard takes any.
    'doctype-style': ['error', {style: 'lowercase'}],
    // A digest guards what another host sends, and no page asks one.
    'require-sri': ['error', {target: 'crossorigin'}],
    // What people write for their own pages ends its lines as they like.
    'no-trailing-whitespace': 'off',
    // A page is called what people call the service, however long that is.
    'long-title': 'off',
    // Names of clusters may have dots, and so the parts named after them. The standard forbids no more than spaces.
    'valid-id': ['error', {relaxed: true}],
    // A list may bear a name: ARIA lets it, and screen readers say it.
    'aria-label-misuse': ['error', {allowAnyNamable: true}],
  },
};
