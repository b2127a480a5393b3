/* Small comforts. Every page is whole without this file. */
(function () {
  'use strict';
  var root = document.documentElement, site = 'citeloom:' + (root.getAttribute('data-site') || '') + ':';
  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  /* theme: system, light, dark */
  each('[data-theme-switch]', function (button) {
    var order = ['', 'light', 'dark'];
    function name() {
      var now = root.getAttribute('data-theme') || '';
      button.querySelector('[data-label]').textContent = button.getAttribute('data-' + (now || 'auto'));
    }
    button.hidden = false;
    name();
    button.addEventListener('click', function () {
      var next = order[(order.indexOf(root.getAttribute('data-theme') || '') + 1) % order.length];
      if (next) root.setAttribute('data-theme', next); else root.removeAttribute('data-theme');
      try { if (next) localStorage.setItem(site + 'theme', next); else localStorage.removeItem(site + 'theme'); } catch (e) { /* not kept */ }
      name();
    });
  });

  /* copy buttons: the clipboard, or else a selection to copy by hand */
  each('[data-copy]', function (button) {
    var target = document.getElementById(button.getAttribute('data-copy'));
    if (!target) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      var status = button.parentNode.querySelector('[role=status]');
      function said(key) { if (status) status.textContent = button.getAttribute('data-' + key); }
      function select() {
        var range = document.createRange(), selection = getSelection();
        range.selectNodeContents(target); selection.removeAllRanges(); selection.addRange(range); said('select');
      }
      if (navigator.clipboard) navigator.clipboard.writeText(target.textContent).then(function () { said('done'); }, select);
      else select();
    });
  });

  /* print button */
  each('[data-print]', function (button) { button.hidden = false; button.addEventListener('click', function () { print(); }); });
})();
