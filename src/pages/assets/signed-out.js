'use strict';

// continue once every application's frame has loaded
addEventListener('load', () => location.replace(document.getElementById('return').href));
