'use strict';

const goOn = () => location.replace(document.getElementById('return').href);

// continue once every application's frame has loaded
addEventListener('load', goOn);
// the refresh of the page counts from its load event, which a frame without an answer delays
setTimeout(goOn, parseInt(document.querySelector('meta[http-equiv="refresh"]').content) * 1000);
