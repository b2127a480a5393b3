/* Search without a server. Classic scripts bring what a question needs: src/search says how they are written. */
(function () {
  'use strict';
  var root = document.documentElement, base = root.getAttribute('data-root') || '', single = root.hasAttribute('data-single');
  var GREEK = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega'.split(' ');
  var OTHER = { 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i' };
  var LEVELS = 18, FACTORS = { paper: 1.1, 'cited work': 0.6 };
  var core = null, kept = null, store = {}, lost = [], waiting = {}, build = '', mended = 0, years = null, kinds = null;

  function fold(text) {
    return text.normalize('NFKD').replace(/[\p{M}\u200b-\u200d\u2060\ufeff]/gu, '').toLowerCase().replace(/\p{M}/gu, '')
      .replace(/[ßæœøłđðþı]/g, function (c) { return OTHER[c]; }).replace(/[\u03b1-\u03c9]/g, function (c) { return GREEK[c.charCodeAt(0) - 945]; });
  }
  function tokens(text) { return fold(text).match(/[\p{L}\p{N}]+/gu) || []; }
  /* British spelling, as in src/search/tokens.rs. Words of the index are there in both, those of a question in one. */
  var SPELLINGS = { aemi: 'emi', analyse: 'analyze', behaviour: 'behavior', centre: 'center', foet: 'fet', gynaec: 'gynec', haem: 'hem', isation: 'ization', ised: 'ized', ising: 'izing', labell: 'label', modell: 'model', oedem: 'edem', oestr: 'estr', paed: 'ped', rrhoea: 'rrhea', signall: 'signal', tumour: 'tumor' };
  var BRITISH = new RegExp(Object.keys(SPELLINGS).join('|'), 'g');
  function american(word) { return word.replace(BRITISH, function (part) { return SPELLINGS[part]; }); }
  function joined(text) { return tokens(text).join(''); }

  /* ---- data ---- */
  /* The core says which stamp the parts of each kind bear (`pr` of `pr-3`): all the same, or each of them one of the list. */
  function stamp(name) {
    var part = name.split('-'), of = core && core.of[part[0]];
    return of ? of.split(' ')[part[1]] || of : build;
  }
  window.citeloomSearch = function (name, of, data) {
    if (name === 'core') { if (of !== build) store = {}; core = data; build = of; years = null; }
    else if (core && (of === stamp(name) || mended > 2)) store[name] = data;
    else if (core) renew(of);
  };
  /* The site was made anew meanwhile: its core comes in the place of this one, and what is on its way for this one is left. */
  function renew(of) { kept = [core, build]; store = {}; core = null; build = of; mended++; }
  function load(name, then) {
    if (waiting[name]) { waiting[name].push(then); return; }
    waiting[name] = [then];
    var script = document.createElement('script');
    script.src = base + 'assets/search-' + name + '.js' + (stamp(name) && !/^file/.test(location.protocol) ? '?' + stamp(name) : '');
    script.onload = script.onerror = function (event) {
      var calls = waiting[name];
      waiting[name] = null;
      script.remove();
      if (event.type === 'error') {
        if (name !== 'core') { if (core && mended > 2) { store[name] = ''; lost.push(name); } else if (core) renew(build + '-'); } /* a newer site may not have it */
        else if (kept) { core = kept[0]; build = kept[1]; kept = null; mended = 3; } /* there is no site to be had: what is here must do */
        else return;
      }
      calls.forEach(function (call) { call(); });
    };
    document.head.appendChild(script);
  }
  /* Does `work` again and again until all the scripts that it asks for are there. */
  function ask(work, then) {
    var lack = [], get = function (name) { if (name in store) return store[name]; if (lack.indexOf(name) < 0) lack.push(name); return ''; }, result, left;
    get.lack = lack;
    if (core) result = work(get); else lack.push('core');
    left = lack.length;
    if (!left) { then(result); mended = 0; lost.splice(0).forEach(function (name) { delete store[name]; }); } /* the next question looks for them again */
    lack.forEach(function (name) { load(name, function () { if (!--left) ask(work, then); }); });
  }

  /* ---- index ---- */
  function lines(name, get) {
    var text = get(name);
    return typeof text === 'string' ? (text ? store[name] = text.split('\n') : []) : text;
  }
  function after(list, word) { /* the first place whose word is not before `word` */
    var low = 0, high = list.length;
    while (low < high) { var mid = low + high >> 1; if (list[mid] < word) low = mid + 1; else high = mid; }
    return low;
  }
  function words(family, from, whole, get) { /* lines of words that begin with `from`, or are it */
    var of = core[family], found = [], last = whole ? from + ' ' : from + '\uffff';
    if (typeof of.shards === 'string') of.shards = of.shards ? of.shards.split(' ') : [];
    for (var at = Math.max(0, after(of.shards, from + '\0') - 1); at < of.shards.length && of.shards[at] < last; at++) {
      var list = lines(family + '-' + at, get);
      for (var line = after(list, from); line < list.length && list[line].indexOf(from) === 0 && (!whole || list[line][from.length] === ' '); line++) found.push(list[line]);
    }
    return found;
  }
  function each(line, from, then) {
    var doc = -1, skip = 0;
    for (var at = line.lastIndexOf(' ') + 1; at < line.length; at++) {
      var c = line.charCodeAt(at);
      if (c > 96) skip = skip * 26 + c - 97; else { doc += skip + 1; skip = 0; then(doc + from, c < 58 ? c - 48 : c - 55); }
    }
  }
  function start(family) { return family === 'w' ? core.p.n : 0; }
  function near(a, b) { /* one letter more, less, other, or two exchanged */
    if (Math.abs(a.length - b.length) > 1) return false;
    var at = 0, i = a.length, j = b.length;
    while (at < i && at < j && a[at] === b[at]) at++;
    while (i > at && j > at && a[i - 1] === b[j - 1]) { i--; j--; }
    return i - at <= 1 && j - at <= 1 || i - at === 2 && j - at === 2 && a[at] === b[at + 1] && a[at + 1] === b[at];
  }
  /* Words of a family that differ in a letter from one that is nowhere. */
  function alike(word, family, get) {
    var found = [], lists = [-1, 0, 1].map(function (more) { return core[family].near.filter(function (least) { return least <= word.length + more; }).pop(); });
    if (word.length > 3 && /\D/.test(word)) lists.forEach(function (least, at) {
      if (least && lists.indexOf(least) === at) get(family + 'n-' + least).split(' ').forEach(function (other) { if (near(word, other)) found.push(other); });
    });
    return found;
  }
  /* Lines for a word: [line, share, family]. Nothing like it anywhere: those of words that differ in a letter. */
  function forms(word, families, get) {
    var out = [];
    families.forEach(function (family) {
      if (word.length > 2) words(family, word, false, get).forEach(function (line) {
        var length = line.indexOf(' ');
        out.push([line, length === word.length ? 1 : 0.5 + 0.4 * word.length / length, family]);
      }); else [[word, 1], [word + '*', 0.5]].forEach(function (form) {
        words(family, form[0], true, get).forEach(function (line) { out.push([line, form[1], family]); });
      });
    });
    if (!out.length && !get.lack.length) families.forEach(function (family) {
      alike(word, family, get).forEach(function (other) {
        words(family, other, true, get).forEach(function (line) { out.push([line, 0.4, family, other]); });
      });
    });
    return out;
  }

  /* ---- question ---- */
  var NAME = (function (initial, particle, name) {
    return new RegExp('(\\b[Aa]uthor:)((?:' + initial + '\\s+)+' + particle + '*' + name + '|' + particle + '*' + name + '(?:\\s+' + initial + '(?!\\S))+|' + particle + '+' + name + ')', 'gu');
  })('(?:(?:-?\\p{L}\\.)+|\\p{Lu}{1,2})', '(?:(?:[Vv][ao]n|[Dd]e[rnl]?|[Dd][aiou]|[Dd]os|[Ll][ae]|[Tt]e[nr]|[AaEe]l|[Bb]in)\\s+)', '[^\\s":]+');
  function parse(text) {
    var query = { words: [], filters: [] };
    /* a name goes on over initials and particles, and over nothing else: `author:A. van der Berg`, `author:Berg A JAK2` */
    text = text.replace(NAME, '$1"$2"');
    /* an identifier as pages print it: `PMID 22820254`, `doi: 10.1038/…`, `PMC PMC3991463` */
    text = text.replace(/(^|\s)(?:PMID|PMCID|PMC|DOI)\b[:\s]*(?=\d{4,}\b|PMC\d|10\.\d{4,}\/)/gi, '$1');
    text.replace(/(\w+):("[^"]*"|\S+)|"([^"]*)"|(\S+)/g, function (all, field, value, quoted, word) {
      if (field && /^(author|gene|drug|disease|model|mechanism|journal|year|id)$/i.test(field)) query.filters.push([field.toLowerCase(), value.replace(/"/g, ''), value[0] === '"']);
      else if (/(^|\/)10\.\d{4,}\/./.test(word || all)) query.words.push(joined((word || all).replace(/^.*?(10\.\d+\/)/, '$1')));
      else query.words = query.words.concat(tokens(quoted || word || all).map(american));
    });
    return query;
  }
  function columns() {
    var put = function (runs, at, into) { runs.forEach(function (run) { into.fill(run[0], at, at += run[1]); }); };
    years = new Uint16Array(core.p.n + core.w.n); kinds = new Array(years.length);
    put(core.p.years, core.p.n - core.p.runs[core.p.runs.length - 1][1], years); put(core.w.years, core.p.n, years);
    put(core.p.runs.concat(core.w.runs), 0, kinds);
  }
  function yearOf(doc) { if (!years) columns(); return years[doc]; }
  function kindOf(doc) { if (!years) columns(); return kinds[doc]; }
  function facet(name, get) { /* [[name, set of documents] …] */
    var all = get('facets');
    if (!all) return [];
    if (!all.sets) all.sets = {};
    return all.sets[name] = all.sets[name] || all[name].map(function (row) {
      var set = new Set();
      each(row[1], 0, function (doc) { set.add(doc); });
      return [row[0], set, row[2]];
    });
  }
  function starts(text, sought) { return tokens(sought).every(function (word) { return tokens(text).some(function (other) { return other.indexOf(word) === 0; }); }); }
  function nearly(text, sought) { return tokens(sought).every(function (word) { return tokens(text).some(function (other) { return word.length > 3 && near(word, other); }); }); }
  /* What a filter lets pass, as a function of the document. What it has looked for in place of what was typed goes
     into `instead`: [[typed, words] …]. */
  function filter(field, value, families, get, instead, quoted) {
    if (field === 'year') {
      var range = value.match(/^(\d{4})?(-|–|\.\.)?(\d{4})?$/);
      return function (doc) {
        var year = range && yearOf(doc);
        return !!year && (range[2] ? year >= (range[1] || 0) && year <= (range[3] || 9999) : String(year) === value);
      };
    }
    var sets = [];
    if (field === 'mechanism' || field === 'journal') {
      var all = facet(field, get), fit = all.filter(function (row) { return row[2] === value.toLowerCase(); });
      if (!fit.length) fit = all.filter(function (row) { return starts(row[0], value); });
      if (!fit.length && tokens(value).length) {
        fit = all.filter(function (row) { return nearly(row[0], value); });
        if (fit.length) instead.push([value, fit.map(function (row) { return row[0]; })]);
      }
      fit.forEach(function (row) { sets.push(row[1]); });
    } else {
      var prefix = ':' + field + ':', names = [[joined(value), prefix, '']];
      if (field === 'author') {
        /* initials stand apart from the family name: `A. Nelson`, `Nelson AB` */
        var parts = (value.match(/[\p{L}\p{N}\p{M}]+/gu) || []), short = parts.filter(function (part) { return part.toLowerCase() !== part.toUpperCase() && (part.length === 1 || part.length < 4 && part === part.toUpperCase()); });
        if (short.length && short.length < parts.length) names = [[joined(parts.filter(function (part) { return short.indexOf(part) < 0; }).join('')), prefix, ':' + joined(short.join(''))]];
        else names = tokens(value).map(function (word) { return [word, '', '']; });
      }
      names.forEach(function (name) {
        var set = new Set(), put = function (word, whole) {
          families.forEach(function (family) {
            words(family, name[1] + word + name[2], whole, get).forEach(function (line) {
              each(line, start(family), function (doc, level) { if (name[1] || level >= LEVELS) set.add(doc); });
            });
          });
        };
        /* a term in quotation marks is that name; without them, and where there is none of it, also the beginning of one */
        if (name[0]) put(name[0], field === 'id' || quoted && field !== 'author');
        if (name[0] && quoted && !set.size && !get.lack.length && field !== 'id') put(name[0]);
        if (name[0] && !set.size && !get.lack.length && field !== 'id') {
          var found = [];
          families.forEach(function (family) {
            alike(name[0], family, get).forEach(function (other) { var before = set.size; put(other); if (set.size > before && found.indexOf(other) < 0) found.push(other); });
          });
          if (found.length) instead.push([value, found]);
        }
        sets.push(set);
      });
      if (field === 'author') return function (doc) { return sets.length > 0 && sets.every(function (set) { return set.has(doc); }); };
    }
    return function (doc) { return sets.some(function (set) { return set.has(doc); }); };
  }
  /* All documents for a question, the best first, and the words that stand for it. With `loose`, where none has all the
     words, those that have the most of them. */
  function search(text, families, get, loose) {
    var query = parse(text), scores = null, hit = new Set(), instead = [], asked = [''], all = query.words.map(function (word, at) {
      var own = new Map(), found = forms(word, families, get), others = [];
      found.forEach(function (form) { if (form[3] && others.indexOf(form[3]) < 0) others.push(form[3]); });
      if (others.length) instead.push([word, others]);
      asked = [].concat.apply([], asked.map(function (name) { return (others.length ? others : [word]).map(function (other) { return name + other; }); })).slice(0, 8);
      found.forEach(function (form) {
        var n = core[form[2]].n, size = 0, list = form[0];
        each(list, 0, function () { size++; });
        var share = Math.log(1 + (n - size + 0.5) / (size + 0.5)) * form[1];
        hit.add(list.slice(0, list.indexOf(' ')));
        each(list, start(form[2]), function (doc, level) {
          var score = share * (level % LEVELS + 1);
          if (score > (own.get(doc) || 0)) own.set(doc, score);
        });
      });
      /* one or two letters may be a word that is still being typed */
      own.needed = word.length > 2 || at < query.words.length - 1 && found.some(function (form) { return form[1] === 1; });
      return own;
    });
    /* what bears the asked name itself comes before all else */
    var named = new Set();
    if (query.words.length && families[0] === 'p') asked.forEach(function (name) { words('p', ':is:' + name, true, get).forEach(function (line) { each(line, 0, function (doc) { named.add(doc); }); }); });
    if (get.lack.length) return { docs: [] };
    all.sort(function (a, b) { return b.needed - a.needed; }).forEach(function (own, at) {
      if (!at) scores = new Map(own);
      else scores.forEach(function (score, doc) { if (own.has(doc)) scores.set(doc, score + own.get(doc)); else if (own.needed || !all[0].needed) scores.delete(doc); });
    });
    var some = loose && all.length > 1 && !scores.size;
    if (some) {
      var many = new Map(), most = 0;
      scores = new Map();
      all.forEach(function (own) { own.forEach(function (score, doc) { many.set(doc, (many.get(doc) || 0) + 1); most = Math.max(most, many.get(doc)); scores.set(doc, (scores.get(doc) || 0) + score); }); });
      many.forEach(function (n, doc) { if (n < most) scores.delete(doc); });
    }
    var filters = query.filters.map(function (pair) { return filter(pair[0], pair[1], families, get, instead, pair[2]); }), keys = [], guessed = instead.length > 0;
    function pass(doc) { return filters.every(function (passes) { return passes(doc); }) && (!single || document.getElementById(row(doc, get)[1])); }
    if (scores) scores.forEach(function (score, doc) { if (pass(doc)) keys.push(doc - Math.round((score * 100 + (named.has(doc) ? 1e5 : 0) + (guessed && doc < core.p.n ? 1e5 : 0)) * (FACTORS[kindOf(doc)] || 1.3)) * 4194304); });
    else if (filters.length) families.forEach(function (family) { for (var doc = start(family), end = doc + core[family].n; doc < end; doc++) if (pass(doc)) keys.push(doc); });
    keys = Float64Array.from(keys).sort();
    return { docs: Array.from(keys, function (key) { return (key % 4194304 + 4194304) % 4194304; }), hit: hit, typed: query.words, instead: instead, some: some };
  }
  function row(doc, get) {
    var family = doc >= core.p.n ? 'w' : 'p', at = doc - start(family), per = core[family].per, rows = get(family + 'r-' + Math.floor(at / per));
    return rows && rows[at % per] || ['', '', ''];
  }
  function kindName(kind) { return core.kinds[kind] || kind; }
  /* How many are found, and what was looked for in place of words that are nowhere. */
  function counted(input, n, instead, some, own) {
    var said = n ? (some ? core.says.some : own ? core.says.own : input.getAttribute(n === 1 ? 'data-one' : 'data-many')).replace('{n}', n) : input.getAttribute('data-none');
    if (n) (instead || []).forEach(function (pair) { said = said.replace(/\.? *$/, '. ') + (input.getAttribute('data-instead') || '').replace('{a}', function () { return pair[0]; }).replace('{b}', function () { return pair[1].slice(0, 4).join(', '); }); });
    return said.trim();
  }
  /* For the search page. */
  window.citeloomSearch.use = function () { return { ask: ask, search: search, row: row, facet: facet, yearOf: yearOf, kindOf: kindOf, kinds: core && core.p.runs.map(function (pair) { return pair[0]; }).concat('cited work'), kindName: kindName, counted: counted, make: make, marked: marked, described: described }; };
  /* Papers by key, for the reading list: then({key: row}). */
  window.citeloomSearch.papers = function (keys, then) {
    ask(function (get) {
      var found = {};
      keys.forEach(function (key) {
        words('p', ':id:' + joined(key), true, get).forEach(function (line) { each(line, 0, function (doc) { found[key] = row(doc, get); }); });
      });
      return found;
    }, then);
  };

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }
  function marked(element, text, result) {
    text.split(/([^\s\-\/(),.;:]+)/).forEach(function (piece) {
      var hit = tokens(piece).map(american).some(function (word) { return result.hit.has(word) || result.typed.some(function (typed) { return word.indexOf(typed) === 0; }); });
      element.appendChild(hit ? make('mark', '', piece) : document.createTextNode(piece));
    });
  }
  function described(doc, found) { return kindName(kindOf(doc)) + (found[2] ? ' · ' + found[2] : ''); }

  /* ---- the box in the header ---- */
  function box(input) {
    var list = document.getElementById(input.getAttribute('data-list')), status = document.getElementById(input.getAttribute('data-status')), at = -1, shown = [], timer = 0, pop = list.parentNode, said = pop.querySelector('.said');
    [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-haspopup', 'listbox']].forEach(function (pair) { input.setAttribute(pair[0], pair[1]); });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', input.getAttribute('aria-label'));
    function close() { pop.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); at = -1; }
    function choose(index) {
      Array.prototype.forEach.call(list.children, function (option, i) { option.setAttribute('aria-selected', String(i === index)); });
      at = index;
      if (index < 0) input.removeAttribute('aria-activedescendant');
      else { input.setAttribute('aria-activedescendant', list.children[index].id); list.children[index].scrollIntoView({ block: 'nearest' }); }
    }
    function draw(result) {
      list.textContent = '';
      shown = result.rows;
      if (shown.length) shown = shown.concat([[core.says.all, 'search.html#q=' + encodeURIComponent(input.value.trim()), '']]);
      shown.forEach(function (found, i) {
        var option = make('a'), name = make('span');
        option.href = base + found[1]; option.tabIndex = -1;
        option.id = list.id + '-' + i; option.setAttribute('role', 'option'); option.setAttribute('aria-selected', 'false');
        if (i < result.rows.length) marked(name, found[0], result); else name.textContent = found[0];
        option.appendChild(name);
        if (i < result.rows.length) option.appendChild(make('span', 'detail', described(result.docs[i], found)));
        list.appendChild(option);
      });
      at = -1;
      pop.hidden = false;
      input.setAttribute('aria-expanded', String(!!shown.length));
      status.textContent = counted(input, result.docs.length, result.instead, result.some, result.own);
      /* Seen where the list alone would not say it: nothing is found, or something else was looked for. */
      said.hidden = shown.length > 0 && !(result.instead || []).length && !result.some;
      said.textContent = said.hidden ? '' : status.textContent;
    }
    function look() {
      var text = input.value.trim();
      if (!text) { list.textContent = ''; close(); status.textContent = ''; return; }
      ask(function (get) {
        var result = search(text, ['p'], get);
        result.own = result.docs.length > 0;
        if (!result.docs.length && !get.lack.length) result = search(text, ['p', 'w'], get); /* nothing in the review itself: cited works */
        if (!result.docs.length && !get.lack.length) result = search(text, ['p', 'w'], get, true);
        result.rows = result.docs.slice(0, 8).map(function (doc) { return row(doc, get); });
        return result;
      }, function (result) { if (input.value.trim() === text) draw(result); });
    }
    input.addEventListener('focus', function () { ask(function () {}, function () { if (input.value) look(); }); });
    input.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(look, 40); });
    input.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (pop.hidden || !shown.length) return;
        event.preventDefault();
        choose((at + (event.key === 'ArrowDown' ? 1 : shown.length + (at < 0 ? 0 : -1))) % shown.length);
      } else if (event.key === 'Enter') {
        event.preventDefault();
        if (at >= 0) location.href = base + shown[at][1];
        else if (input.value.trim()) location.href = base + 'search.html#q=' + encodeURIComponent(input.value.trim());
      } else if (event.key === 'Escape') { if (!pop.hidden) event.preventDefault(); close(); } /* the second one empties the box */
    });
    input.addEventListener('blur', function () { setTimeout(close, 200); });
  }

  Array.prototype.forEach.call(document.querySelectorAll('input[type=search][data-list]'), box);
  document.addEventListener('keydown', function (event) {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    var input = document.querySelector('input[type=search]');
    if (input) { event.preventDefault(); input.focus(); }
  });
})();
