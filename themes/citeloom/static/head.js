/* Runs before the first paint: the reader's choice of theme, and a mark that scripts run. */
(function () {
  var root = document.documentElement, key = 'citeloom:' + (root.getAttribute('data-site') || '') + ':theme';
  root.classList.add('js');
  try { var choice = localStorage.getItem(key); if (choice === 'light' || choice === 'dark') root.setAttribute('data-theme', choice); } catch (e) { /* storage is closed: the system's theme */ }
})();
