'use strict';

// A form is sent once, however often its button is pressed: browsers show the answer to the last, which would say that the
// first has used up the code or the decision. Milliseconds after which a person who stopped the browser may send again:
const PATIENCE = 10_000;
let sentAt = -Infinity;

addEventListener('submit', (event) => {
  if (event.timeStamp - sentAt < PATIENCE) event.preventDefault();
  else sentAt = event.timeStamp;
});
// a page that was gone back to
addEventListener('pageshow', () => {
  sentAt = -Infinity;
});
