/* Only while `citeloom serve` shows the site: reloads the page when its bytes have changed, keeping what the reader
   has done to it, and shows what is wrong in the review. */
(function () {
  'use strict';
  var me = document.currentScript, tag = me.getAttribute('data-tag'), key = 'citeloom-serve:' + location.pathname, panel = null, closed = '';

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function keep() {
    var state = {
      x: scrollX, y: scrollY, focus: document.activeElement && document.activeElement.id,
      open: all('details').map(function (one) { return one.open; }),
      fields: all('input, select, textarea').map(function (one) { return one.type === 'checkbox' || one.type === 'radio' ? one.checked : one.value; })
    };
    try { sessionStorage.setItem(key, JSON.stringify(state)); } catch (e) { /* storage is closed: the page begins at its top */ }
  }
  function restore() {
    var text = null, state, focused;
    try { text = sessionStorage.getItem(key); sessionStorage.removeItem(key); } catch (e) { /* nothing kept */ }
    if (!text) return;
    state = JSON.parse(text);
    all('details').forEach(function (one, at) { if (at < state.open.length) one.open = state.open[at]; });
    all('input, select, textarea').forEach(function (one, at) {
      if (at >= state.fields.length) return;
      if (typeof state.fields[at] === 'boolean') { if (one.checked !== state.fields[at]) one.click(); }
      else if (one.value !== state.fields[at]) { one.value = state.fields[at]; one.dispatchEvent(new Event('input', { bubbles: true })); }
    });
    focused = state.focus && document.getElementById(state.focus);
    if (focused) focused.focus({ preventScroll: true });
    history.scrollRestoration = 'manual';
    scrollTo(state.x, state.y);
  }

  function say(parent, name, className, text) {
    var element = document.createElement(name);
    element.className = className; element.textContent = text;
    parent.appendChild(element);
    return element;
  }
  function show(news) {
    var shown = JSON.stringify(news.diagnostics);
    if (panel) panel.remove();
    panel = null;
    if (!news.diagnostics.length || shown === closed) return;
    panel = document.createElement('aside');
    panel.className = 'citeloom-live'; panel.setAttribute('role', 'alert'); panel.setAttribute('aria-label', 'What is wrong in the review');
    var head = say(panel, 'header', '', ''), button;
    say(head, 'strong', '', news.title);
    button = say(head, 'button', '', 'Close');
    button.type = 'button';
    button.addEventListener('click', function () { closed = shown; panel.remove(); panel = null; });
    var list = say(panel, 'ul', '', '');
    news.diagnostics.forEach(function (one) {
      var item = say(list, 'li', 'is-' + one.severity, '');
      say(item, 'p', 'what', one.message + (one.code ? ' [' + one.code + ']' : ''));
      if (one.place) say(item, 'p', 'place', one.place);
      if (one.excerpt) say(item, 'pre', '', one.excerpt);
      if (one.help) say(item, 'p', 'help', one.help);
    });
    document.body.appendChild(panel);
  }

  function look() {
    fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(function (answer) {
      if (answer.headers.get('ETag') === tag) return;
      keep();
      location.reload();
    }, function () { /* the server has gone; the event source will say when it is back */ });
  }
  function listen() {
    var events = new EventSource('/_citeloom/events'), first = true;
    events.addEventListener('news', function (event) {
      show(JSON.parse(event.data));
      /* the first news on a connection may be of a build that came after this page */
      look();
      first = false;
    });
    events.onerror = function () { if (first && events.readyState === 2) setTimeout(listen, 2000); };
  }
  if (document.readyState === 'complete') restore(); else addEventListener('load', restore);
  listen();
})();
