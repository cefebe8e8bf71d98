'use strict';

const field = document.getElementById('password');
const button = document.getElementById('show-password');

button.hidden = false;
button.addEventListener('click', () => {
  const isShown = field.type === 'password';
  field.type = isShown ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(isShown));
  field.focus();
});
