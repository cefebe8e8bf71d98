'use strict';

// Another site can have a person double-click, and bring this page under the second click. A click decides here once the page
// has been in sight for a moment, in milliseconds, and the pointer has moved on it. Keys are no clicks.
const MOMENT = 700;
let inSightSince = -Infinity;
let begunAt = performance.now();
const pointer = { kind: '', hasMoved: false };

const comesInSight = (event) => (inSightSince = event.timeStamp);
addEventListener('focus', comesInSight);
document.addEventListener('visibilitychange', comesInSight);
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  begunAt = event.timeStamp;
  pointer.hasMoved = false;
});
addEventListener('pointermove', () => (pointer.hasMoved = true), { passive: true });
addEventListener('pointerdown', (event) => (pointer.kind = event.pointerType), { capture: true, passive: true });

// a finger does not move before it presses
const isMeant = (now) =>
  now - inSightSince >= MOMENT && (pointer.kind === 'touch' ? now - begunAt >= MOMENT : pointer.hasMoved);

addEventListener(
  'click',
  (event) => {
    const button = event.target.closest('button');
    if (button?.form == null || event.detail === 0 || isMeant(event.timeStamp)) return;
    event.preventDefault();
    // to press again is meant, a moment from the first time on
    if (event.timeStamp - inSightSince >= MOMENT) inSightSince = event.timeStamp;
    pointer.hasMoved = true;
    tell(button.form);
  },
  { capture: true },
);

function tell(form) {
  const note = document.querySelector('.press-again') ?? document.createElement('p');
  note.className = 'note press-again';
  note.setAttribute('role', 'status');
  note.textContent = 'This page has just come up. Read it, then press again.';
  form.after(note);
}
