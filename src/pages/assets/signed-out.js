'use strict';

// once every application's frame has loaded, there is nothing left to wait for
addEventListener('load', () => location.replace(document.getElementById('return').href));
